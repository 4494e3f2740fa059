/** What an application calls: {@link io.github.dualwrite.DualWrite}. */
@NullMarked
package io.github.dualwrite;

import org.jspecify.annotations.NullMarked;
