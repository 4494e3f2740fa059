/** What a target lets its user do beyond plain data commands, and what happens where it does not. */
@NullMarked
package io.github.dualwrite.capability;

import org.jspecify.annotations.NullMarked;
