/**
 * A proxy that does as little as one can and still do a mirroring proxy's work. It knows no order, no effect and no reply of a secondary, so it loses writes
 * in silence; what it is for is to be measured beside the listener, which is to cost not much more.
 */
@NullMarked
package io.github.dualwrite.jmh.floor;

import org.jspecify.annotations.NullMarked;
