/** The listener's configuration file. */
@NullMarked
package io.github.dualwrite.listener.config;

import org.jspecify.annotations.NullMarked;
