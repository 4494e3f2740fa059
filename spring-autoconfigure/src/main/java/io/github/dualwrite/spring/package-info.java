/** Dualwrite in a Spring Boot application: one dependency and a few properties. Wires the engine; has no logic of its own. */
@NullMarked
package io.github.dualwrite.spring;

import org.jspecify.annotations.NullMarked;
