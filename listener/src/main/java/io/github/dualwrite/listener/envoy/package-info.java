/** Envoy's configuration files, for who comes from its redis_proxy filter: what of them means something here, and what does not. */
@NullMarked
package io.github.dualwrite.listener.envoy;

import org.jspecify.annotations.NullMarked;
