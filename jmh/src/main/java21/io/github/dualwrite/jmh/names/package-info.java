/** A name service that can be slow, where the JDK lets one be plugged in. */
@NullMarked
package io.github.dualwrite.jmh.names;

import org.jspecify.annotations.NullMarked;
