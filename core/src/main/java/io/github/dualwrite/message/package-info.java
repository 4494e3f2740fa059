/** Messages that go from the primary's publishers to a secondary's subscribers. */
@NullMarked
package io.github.dualwrite.message;

import org.jspecify.annotations.NullMarked;
