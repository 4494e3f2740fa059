/** Who may talk to the listener. */
@NullMarked
package io.github.dualwrite.listener.access;

import org.jspecify.annotations.NullMarked;
