/** Several processes that write the same keys, and a nemesis that takes servers, networks and the processes themselves apart. */
@org.jspecify.annotations.NullMarked
package io.github.dualwrite.fire;
