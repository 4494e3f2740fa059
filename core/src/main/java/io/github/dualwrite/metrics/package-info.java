/** What Dualwrite tells of itself: names, units and meanings in one place, and a binder for Micrometer where an application has it. */
@NullMarked
package io.github.dualwrite.metrics;

import org.jspecify.annotations.NullMarked;
