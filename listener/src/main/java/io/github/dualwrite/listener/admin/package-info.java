/** The admin panel: a page to look at, figures for machines, and whether the listener is alive and ready. */
@NullMarked
package io.github.dualwrite.listener.admin;

import org.jspecify.annotations.NullMarked;
