/** The RESP wire format: commands and replies as bytes, written and read without a client library. */
@NullMarked
package io.github.dualwrite.resp;

import org.jspecify.annotations.NullMarked;
