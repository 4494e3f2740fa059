/** What Dualwrite costs: JMH for its own code, paired runs on real clusters for the whole. */
@NullMarked
package io.github.dualwrite.jmh;

import org.jspecify.annotations.NullMarked;
