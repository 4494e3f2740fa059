/** Real servers of every version at hand, for tests that must hold between any two of them. */
@NullMarked
package io.github.dualwrite.versions;

import org.jspecify.annotations.NullMarked;
