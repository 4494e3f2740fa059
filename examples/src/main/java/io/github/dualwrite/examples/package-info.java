/** Runnable examples. */
package io.github.dualwrite.examples;
