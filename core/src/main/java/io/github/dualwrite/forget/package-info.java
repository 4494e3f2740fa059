/** What the servers themselves forget: failovers, restarts and evictions are noticed, and what they may have lost is marked. */
@NullMarked
package io.github.dualwrite.forget;

import org.jspecify.annotations.NullMarked;
