/** What has gone wrong elsewhere when writes went to two places, as tests, and as a table of figures. */
@org.jspecify.annotations.NullMarked
package io.github.dualwrite.stories;
