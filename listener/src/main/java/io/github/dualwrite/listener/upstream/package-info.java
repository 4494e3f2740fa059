/** Connections to the primary's nodes, shared by clients. */
@NullMarked
package io.github.dualwrite.listener.upstream;

import org.jspecify.annotations.NullMarked;
