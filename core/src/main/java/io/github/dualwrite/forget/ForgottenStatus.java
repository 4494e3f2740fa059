package io.github.dualwrite.forget;

/**
 * What the servers of the primary and of one secondary may have forgotten.
 *
 * @param events how often a failover, a restart or an end of evictions made keys or slots doubtful
 * @param settled whether both sides were looked at since a node last gave reason to, and all that may be forgotten is marked; until then equality
 *     is not shown
 * @param evictedByPrimary keys that the primary removed for want of memory since the start
 * @param evictedBySecondary keys that the secondary removed
 * @param evicting whether either does now; until it has not for a while equality cannot be shown
 */
public record ForgottenStatus(
        long events, boolean settled, long evictedByPrimary, long evictedBySecondary, boolean evicting) {}
