/** The listener beside Envoy's Redis proxy, on the same clusters and with the same file. */
@NullMarked
package io.github.dualwrite.jmh.envoy;

import org.jspecify.annotations.NullMarked;
