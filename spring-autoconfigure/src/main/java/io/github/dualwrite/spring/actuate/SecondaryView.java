package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.engine.UnrepairableKey;
import io.github.dualwrite.fleet.FleetStatus;
import io.github.dualwrite.sync.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One secondary, as JSON shows it.
 *
 * @param name the cluster's name
 * @param nodes as configured
 * @param phase what it is busy with
 * @param lag the age of the oldest unconfirmed effect
 * @param queuedEffects effects not yet confirmed
 * @param queuedBytes the memory they hold
 * @param dirtyKeys keys that wait for a copy
 * @param dirtyBytes the memory they hold
 * @param unrepairableKeys keys that could not be copied, with the reason; some of them where there are many
 * @param slots how many slots are in which state
 * @param account what became of every acknowledged write
 * @param backfill how far background copying is
 * @param fleet how this process hears of others, or {@code null} where that is off
 * @param trouble why the nodes are not known, or {@code null}
 * @param nodesDown nodes that do not answer, with causes
 * @param lastVerification the last one asked for through the endpoint, or {@code null}
 */
public record SecondaryView(
        String name,
        List<String> nodes,
        Phase phase,
        Duration lag,
        long queuedEffects,
        long queuedBytes,
        int dirtyKeys,
        long dirtyBytes,
        Map<String, String> unrepairableKeys,
        Map<String, Integer> slots,
        Account.Snapshot account,
        Progress backfill,
        @Nullable FleetStatus fleet,
        @Nullable String trouble,
        Map<String, String> nodesDown,
        @Nullable Verification lastVerification) {

    /** What a secondary is busy with. */
    public enum Phase {
        /** It does not answer, or some node of it does not. What is written waits. */
        UNREACHABLE,
        /** Slots are still to be copied. */
        COPYING,
        /** All slots were copied; effects or dirty keys are on their way. */
        CATCHING_UP,
        /** Nothing is known to differ. */
        IN_AGREEMENT;

        static Phase of(SecondaryStatus status) {
            if (isDown(status)) {
                return UNREACHABLE;
            }
            if (status.isInAgreement()) {
                return IN_AGREEMENT;
            }
            return status.unsyncedSlots() + status.dirtySlots() + status.syncingSlots() > 0 ? COPYING : CATCHING_UP;
        }
    }

    static boolean isDown(SecondaryStatus status) {
        return status.trouble() != null || !status.nodesDown().isEmpty();
    }

    static SecondaryView of(
            Target target,
            SecondaryStatus status,
            List<UnrepairableKey> unrepairable,
            @Nullable Verification lastVerification) {
        Map<String, Integer> slots = new TreeMap<>();
        slots.put("unsynced", status.unsyncedSlots());
        slots.put("dirty", status.dirtySlots());
        slots.put("syncing", status.syncingSlots());
        slots.put("synced", status.syncedSlots());
        return new SecondaryView(
                status.name(),
                target.nodes().stream().map(Endpoint::toString).toList(),
                Phase.of(status),
                status.lag(),
                status.queuedEffects(),
                status.queuedBytes(),
                status.dirtyKeys(),
                status.dirtyBytes(),
                unrepairable.stream()
                        .collect(Collectors.toMap(
                                UnrepairableKey::text, UnrepairableKey::reason, (one, other) -> one, TreeMap::new)),
                slots,
                status.account(),
                status.backfill(),
                status.fleet(),
                status.trouble(),
                nodesDown(status),
                lastVerification);
    }

    static Map<String, String> nodesDown(SecondaryStatus status) {
        return status.nodesDown().entrySet().stream()
                .collect(Collectors.toMap(
                        node -> node.getKey().toString(), Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }
}
