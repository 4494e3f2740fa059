/** More than one process: closing frames over the secondary's own publish and subscribe tell every process of every overlap. */
@NullMarked
package io.github.dualwrite.fleet;

import org.jspecify.annotations.NullMarked;
