/** The command: options, configuration files of either kind, the check, logging, and what is read again while it runs. */
@NullMarked
package io.github.dualwrite.listener.cli;

import org.jspecify.annotations.NullMarked;
