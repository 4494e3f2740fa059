/** Showing that a secondary equals the primary: both sides streamed, every key compared, suspects looked at again. */
@NullMarked
package io.github.dualwrite.verify;

import org.jspecify.annotations.NullMarked;
