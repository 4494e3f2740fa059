/**
 * The Jedis door: genuine Jedis clients whose connections tell the engine what passes through them. Nothing here knows commands; a command
 * that travels over any connection of the primary, by whatever method, is seen.
 */
@NullMarked
package io.github.dualwrite.jedis;

import org.jspecify.annotations.NullMarked;
