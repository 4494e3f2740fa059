package io.github.dualwrite.ghost;

/**
 * What was lost on connections of one secondary and of the primary, and may still come.
 *
 * @param connections broken connections with writes of which more may come; until they are over, equality cannot be shown
 * @param keysHeld keys whose copies wait for that
 * @param ended connections that were brought to a proved end so far
 * @param primaryTells whether the primary is believed to say what became of a connection; otherwise what was lost is copied again 1, 10 and 60 seconds
 *     later, and nothing is proved
 * @param secondaryTells the same of the secondary
 */
public record GhostStatus(int connections, int keysHeld, long ended, boolean primaryTells, boolean secondaryTells) {}
