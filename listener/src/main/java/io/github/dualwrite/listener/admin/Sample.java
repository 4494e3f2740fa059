package io.github.dualwrite.listener.admin;

/**
 * One second of one target.
 *
 * @param at when it ended, in milliseconds since 1970
 * @param perSecond commands of the primary, confirmed writes of a secondary
 * @param p50Millis the time within which half of them were answered or confirmed
 * @param p99Millis the time within which 99 of 100 were
 */
record Sample(long at, double perSecond, double p50Millis, double p99Millis) {}
