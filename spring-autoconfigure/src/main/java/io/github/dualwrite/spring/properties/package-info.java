/** The properties {@code dualwrite.*}: the model of {@code io.github.dualwrite.config}, in the types and habits of Spring Boot. */
@NullMarked
package io.github.dualwrite.spring.properties;

import org.jspecify.annotations.NullMarked;
