/** Copying one key by its type, where the servers' own serialized form does not serve. */
@NullMarked
package io.github.dualwrite.repair;

import org.jspecify.annotations.NullMarked;
