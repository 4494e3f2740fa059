/** What became of every acknowledged write, per secondary: the account that must balance. */
@NullMarked
package io.github.dualwrite.account;

import org.jspecify.annotations.NullMarked;
