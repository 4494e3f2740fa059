/** What Spring Boot prints in place of a stack trace: what is wrong, and what to change. */
@NullMarked
package io.github.dualwrite.spring.diagnostics;

import org.jspecify.annotations.NullMarked;
