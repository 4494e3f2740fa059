/** Connections to the nodes of a target, and where its slots live. */
@NullMarked
package io.github.dualwrite.net;

import org.jspecify.annotations.NullMarked;
