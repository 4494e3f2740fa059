/** The clients: their requests in, their replies out, in order. */
@NullMarked
package io.github.dualwrite.listener.client;

import org.jspecify.annotations.NullMarked;
