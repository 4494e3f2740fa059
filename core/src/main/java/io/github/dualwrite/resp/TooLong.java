package io.github.dualwrite.resp;

/**
 * Stands for a reply that was longer than the reader was willing to hold: it was read to its end and thrown away.
 *
 * @param bytes how long it was, about: what its strings hold and something for each element
 */
public record TooLong(long bytes) {}
