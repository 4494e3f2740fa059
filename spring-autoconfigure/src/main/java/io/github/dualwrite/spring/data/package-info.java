/** Spring Data Redis on the engine: a connection factory whose every connection records. */
@NullMarked
package io.github.dualwrite.spring.data;

import org.jspecify.annotations.NullMarked;
