package io.github.dualwrite.engine;

import io.github.dualwrite.config.RetryPolicy;
import io.github.dualwrite.config.Target;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;

/** The Resilience4j policies of one target, from its settings. */
final class Policies {

    private static final double JITTER = 0.5;

    private Policies() {}

    /** Bounds the effects in flight; refuses at once when full. */
    static Bulkhead bulkhead(Target target) {
        return Bulkhead.of(
                target.name(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(target.replication().bulkhead().maxConcurrent())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    /** Repeats a round of effects while a supplier says that some were refused for a moment. */
    static Retry transientReplies(Target target) {
        return Retry.of(
                target.name() + "-replies",
                RetryConfig.<Boolean>custom()
                        .maxAttempts(target.replication().retry().maxAttempts())
                        .intervalFunction(backOff(target.replication().retry()))
                        .retryOnResult(again -> again)
                        .build());
    }

    /** Repeats connection attempts and slot map look-ups. */
    static Retry connections(Target target) {
        return Retry.of(
                target.name() + "-connections",
                RetryConfig.custom()
                        .maxAttempts(target.replication().retry().maxAttempts())
                        .intervalFunction(backOff(target.replication().retry()))
                        .build());
    }

    private static IntervalFunction backOff(RetryPolicy policy) {
        return IntervalFunction.ofExponentialRandomBackoff(
                policy.initialWait(), policy.multiplier(), JITTER, policy.maxWait());
    }
}
