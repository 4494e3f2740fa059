package io.github.dualwrite.message;

/**
 * What became of the messages for one secondary, since the start.
 *
 * @param forwarded published there
 * @param dropped not published there: their node was away or refused, too many were waiting, or nobody knows whether the primary has published them
 */
public record MessageStatus(long forwarded, long dropped) {}
