/** What becomes of each command: where it goes, and how several replies become one. */
@NullMarked
package io.github.dualwrite.listener.command;

import org.jspecify.annotations.NullMarked;
