/** Benchmarks of whole systems on real local servers: what is compared always runs in turn, in one process, on the same servers. */
@NullMarked
package io.github.dualwrite.jmh.system;

import org.jspecify.annotations.NullMarked;
