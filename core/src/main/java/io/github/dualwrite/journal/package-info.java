/**
 * Which slots of a secondary may be in doubt, remembered in a memory-mapped file that survives {@code kill -9}. A process that starts with the
 * same directory takes over what the dead have left and passes over those slots alone. The heart is {@link io.github.dualwrite.journal.SlotMarks}.
 */
@NullMarked
package io.github.dualwrite.journal;

import org.jspecify.annotations.NullMarked;
