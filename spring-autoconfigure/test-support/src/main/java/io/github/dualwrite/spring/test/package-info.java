/** Real clusters for the tests of applications. */
@NullMarked
package io.github.dualwrite.spring.test;

import org.jspecify.annotations.NullMarked;
