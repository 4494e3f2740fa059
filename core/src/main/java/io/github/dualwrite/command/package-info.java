/** The command catalogue: what every command reads and writes, and how its effect is made. */
@NullMarked
package io.github.dualwrite.command;

import org.jspecify.annotations.NullMarked;
