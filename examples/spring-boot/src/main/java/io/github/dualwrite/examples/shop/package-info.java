/** A shop that was written for one cluster and runs on three: nothing in it but its configuration knows of Dualwrite. */
@NullMarked
package io.github.dualwrite.examples.shop;

import org.jspecify.annotations.NullMarked;
