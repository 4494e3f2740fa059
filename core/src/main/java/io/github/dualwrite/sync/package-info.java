/** Bringing whole slots into agreement: backfill, and the same road for slots of which too much was forgotten. */
@NullMarked
package io.github.dualwrite.sync;

import org.jspecify.annotations.NullMarked;
