/** What happened: changes of state that an operator wants to see, apart from the log. */
@NullMarked
package io.github.dualwrite.event;

import org.jspecify.annotations.NullMarked;
