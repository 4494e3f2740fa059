/** What every connection of one event loop shares: the bytes that came in, the bytes that go out, and the end of the loop's turn. */
@NullMarked
package io.github.dualwrite.listener.loop;

import org.jspecify.annotations.NullMarked;
