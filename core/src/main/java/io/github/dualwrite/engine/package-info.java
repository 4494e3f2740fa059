/** The engine behind every door: begins writes, completes them with the primary's reply, and brings them to the secondaries. */
@NullMarked
package io.github.dualwrite.engine;

import org.jspecify.annotations.NullMarked;
