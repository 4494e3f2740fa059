/** A random workload of every write command against three real clusters under faults; in the end all three must be equal. */
@NullMarked
package io.github.dualwrite.convergence;

import org.jspecify.annotations.NullMarked;
