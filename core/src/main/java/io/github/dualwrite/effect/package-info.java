/** What one acknowledged write must do on a secondary, derived from the command and the primary's reply. */
@NullMarked
package io.github.dualwrite.effect;

import org.jspecify.annotations.NullMarked;
