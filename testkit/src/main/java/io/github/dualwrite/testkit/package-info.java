/** Real clusters on this machine, for tests and demonstrations: started in a second, killed, frozen and failed over at will. */
@NullMarked
package io.github.dualwrite.testkit;

import org.jspecify.annotations.NullMarked;
