/** Lanes: ordered, pipelined streams of effects to one secondary, each with a thread of its own that also repairs the keys of its slots. */
@NullMarked
package io.github.dualwrite.lane;

import org.jspecify.annotations.NullMarked;
