/** What was lost but may still come: commands on broken connections, and the keys that wait until nothing more can come of them. */
@NullMarked
package io.github.dualwrite.ghost;

import org.jspecify.annotations.NullMarked;
