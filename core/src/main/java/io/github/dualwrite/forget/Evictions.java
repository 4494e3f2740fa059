package io.github.dualwrite.forget;

import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.SlotMap;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a target removes keys for want of memory, which no write names: {@code evicted_keys} rises. While it does, equality cannot be
 * shown; when it has not for a while, the slots of the nodes that did are in doubt. For one thread; the figures may be read by any.
 */
final class Evictions {

    private static final Logger log = LoggerFactory.getLogger(Evictions.class);

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final String target;
    private final LongSupplier nanoTime;
    private final Map<Node, Lineage> before = new HashMap<>();
    private final Map<Node, Long> lastRise = new HashMap<>();
    private volatile long sum;
    private volatile boolean goingOn;

    Evictions(String target, LongSupplier nanoTime) {
        this.target = target;
        this.nanoTime = nanoTime;
    }

    long sum() {
        return sum;
    }

    boolean areGoingOn() {
        return goingOn;
    }

    /** Takes note of what the nodes said. Returns the slots of nodes that have evicted keys and do not any more. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread moves it
    BitSet over(SlotMap map, Map<Node, Lineage> now) {
        long time = nanoTime.getAsLong();
        now.forEach((node, lineage) -> {
            Lineage earlier = before.put(node, lineage);
            boolean same = earlier != null && earlier.runId().equals(lineage.runId());
            long rise = earlier == null ? 0 : same ? lineage.evicted() - earlier.evicted() : lineage.evicted();
            if (rise > 0) {
                sum += rise;
                lastRise.put(node, time);
            }
        });
        if (!lastRise.isEmpty() && !goingOn) {
            goingOn = true;
            log.warn(
                    "{}: keys are evicted for want of memory on {}: equality cannot be shown (expected: maxmemory that suffices, or noeviction)",
                    target,
                    lastRise.keySet());
        }
        BitSet slots = new BitSet();
        if (goingOn && lastRise.values().stream().allMatch(rise -> time - rise > QUIET_NANOS)) {
            for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
                if (lastRise.containsKey(map.owner(slot))) {
                    slots.set(slot);
                }
            }
            log.info("{}: no keys are evicted any more; the slots concerned are compared by copying", target);
            lastRise.clear();
            goingOn = false;
        }
        return slots;
    }
}
