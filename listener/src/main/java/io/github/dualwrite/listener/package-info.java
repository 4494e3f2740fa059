/** The standalone RESP listener: the same engine for clients that do not run on the JVM. */
@NullMarked
package io.github.dualwrite.listener;

import org.jspecify.annotations.NullMarked;
