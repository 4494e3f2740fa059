/** The protocol as bytes: where requests and replies begin and end, and the replies that the listener makes itself. */
@NullMarked
package io.github.dualwrite.listener.wire;

import org.jspecify.annotations.NullMarked;
