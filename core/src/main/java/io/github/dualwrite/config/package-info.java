/** One configuration model for Java, YAML and Spring: immutable records that report every problem at once. */
@NullMarked
package io.github.dualwrite.config;

import org.jspecify.annotations.NullMarked;
