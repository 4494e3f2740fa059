package io.github.dualwrite.metrics;

import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.fleet.FleetStatus;
import io.github.dualwrite.journal.JournalStatus;
import io.github.dualwrite.message.MessageStatus;
import io.github.dualwrite.sync.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Every figure of a secondary, with the name, the unit and the meaning it has on every surface. */
public enum Metric {
    /** Writes the primary acknowledged. */
    ACKNOWLEDGED(
            "dualwrite.writes.acknowledged",
            Kind.COUNTER,
            "writes",
            s -> s.account().acknowledged()),
    /** Effects that the secondary answered as expected. */
    APPLIED("dualwrite.writes.applied", Kind.COUNTER, "writes", s -> s.account().applied()),
    /** Writes whose keys were copied since. */
    REPAIRED(
            "dualwrite.writes.repaired",
            Kind.COUNTER,
            "writes",
            s -> s.account().repaired()),
    /** Effects queued or sent and not yet answered. */
    PENDING("dualwrite.writes.pending", Kind.GAUGE, "writes", s -> s.account().pending()),
    /** Writes whose keys or slots wait for a copy. */
    DIRTY("dualwrite.writes.dirty", Kind.GAUGE, "writes", s -> s.account().dirty()),
    /** Writes whose keys cannot be copied. */
    UNREPAIRABLE(
            "dualwrite.writes.unrepairable",
            Kind.GAUGE,
            "writes",
            s -> s.account().unrepairable()),
    /** Writes that the secondary is configured not to receive. */
    EXCLUDED(
            "dualwrite.writes.excluded",
            Kind.COUNTER,
            "writes",
            s -> s.account().excluded()),
    /** The age of the oldest unconfirmed effect. */
    LAG("dualwrite.lag", Kind.GAUGE, "seconds", s -> s.lag().toNanos() / 1e9),
    /** Effects in the lanes. */
    QUEUE_DEPTH("dualwrite.queue.depth", Kind.GAUGE, "effects", s -> s.queuedEffects()),
    /** The memory that they hold. */
    QUEUE_BYTES("dualwrite.queue.size", Kind.GAUGE, "bytes", s -> s.queuedBytes()),
    /** Keys that wait for a copy. */
    DIRTY_KEYS("dualwrite.dirty.keys", Kind.GAUGE, "keys", s -> s.dirtyKeys()),
    /** The memory that they hold. */
    DIRTY_BYTES("dualwrite.dirty.size", Kind.GAUGE, "bytes", s -> s.dirtyBytes()),
    /** Slots of which too much was forgotten. */
    DIRTY_SLOTS("dualwrite.slots.dirty", Kind.GAUGE, "slots", s -> s.dirtySlots()),
    /** Slots that were never copied. */
    UNSYNCED_SLOTS("dualwrite.slots.unsynced", Kind.GAUGE, "slots", s -> s.unsyncedSlots()),
    /** Slots that are being copied. */
    SYNCING_SLOTS("dualwrite.slots.syncing", Kind.GAUGE, "slots", s -> s.syncingSlots()),
    /** Slots whose keys equal the primary's unless they are dirty. */
    SYNCED_SLOTS("dualwrite.slots.synced", Kind.GAUGE, "slots", s -> s.syncedSlots()),
    /** Keys copied by passes over slots. */
    BACKFILL_KEYS(
            "dualwrite.backfill.keys", Kind.COUNTER, "keys", s -> s.backfill().keysDone()),
    /** Keys that passes are expected to have copied in the end. */
    BACKFILL_TOTAL(
            "dualwrite.backfill.total", Kind.GAUGE, "keys", s -> s.backfill().keysTotal()),
    /** The time the passes under way still take at their average rate; 0 when none are, NaN while it cannot be told. */
    BACKFILL_REMAINING("dualwrite.backfill.remaining", Kind.GAUGE, "seconds", s -> remaining(s.backfill())),
    /** Keys copied, whatever the reason. */
    KEYS_COPIED("dualwrite.keys.copied", Kind.COUNTER, "keys", s -> s.account().keysCopied()),
    /** Effects sent again after a redirect or a transient reply. */
    RETRIES("dualwrite.retries", Kind.COUNTER, "effects", s -> s.account().retries()),
    /** Callers of {@code ack: sync} that stopped waiting. */
    SYNC_TIMEOUTS(
            "dualwrite.sync.timeouts", Kind.COUNTER, "writes", s -> s.account().syncTimeouts()),
    /** Answers that differed from the primary's, all commands together; by command in the status. */
    MISMATCHES(
            "dualwrite.mismatches",
            Kind.COUNTER,
            "replies",
            s -> sum(s.account().mismatches())),
    /** Commands that the primary, a single server, takes and this secondary, a cluster, would refuse; by command in the status. */
    CROSS_SLOTS(
            "dualwrite.cross.slots",
            Kind.COUNTER,
            "commands",
            s -> sum(s.account().crossSlots())),
    /** Error replies and lost connections, all codes together; by code in the status. */
    ERRORS("dualwrite.errors", Kind.COUNTER, "replies", s -> sum(s.account().errors())),
    /** Recently written keys that the audit compared. */
    AUDITED("dualwrite.audit.keys", Kind.COUNTER, "keys", s -> s.account().audited()),
    /** Keys that the audit found different without a write of this process to blame. */
    AUDIT_DIFFERENCES(
            "dualwrite.audit.differences",
            Kind.COUNTER,
            "keys",
            s -> s.account().foundDifferent()),
    /** Whether other processes that write to the secondary are heard: 1 or 0. */
    FLEET_HEARD("dualwrite.fleet.heard", Kind.GAUGE, "flag", s -> heard(s.fleet())),
    /** How often another process's operation overlapped one of this process. */
    FLEET_OVERLAPS("dualwrite.fleet.overlaps", Kind.COUNTER, "operations", s -> overlaps(s.fleet())),
    /** Broken connections over which lost writes may still come. */
    LOST_CONNECTIONS(
            "dualwrite.lost.connections",
            Kind.GAUGE,
            "connections",
            s -> s.ghosts().connections()),
    /** Keys whose copies wait until nothing more can come over a broken connection. */
    LOST_KEYS("dualwrite.lost.keys", Kind.GAUGE, "keys", s -> s.ghosts().keysHeld()),
    /** Slots that the journal remembers as in doubt; 0 without a journal. */
    JOURNAL_SLOTS("dualwrite.journal.slots", Kind.GAUGE, "slots", s -> inDoubt(s.journal())),
    /** Whether a process that writes to the secondary is without a sign of life and may have left something in doubt: 1 or 0. */
    OTHERS_SILENT("dualwrite.fleet.silent", Kind.GAUGE, "flag", s -> s.othersSilent() ? 1 : 0),
    /** How often a failover, a restart or an end of evictions on either side made keys or slots doubtful. */
    FORGOTTEN("dualwrite.forgotten", Kind.COUNTER, "events", s -> s.forgotten().events()),
    /** Keys that the primary removed for want of memory. */
    EVICTED_BY_PRIMARY(
            "dualwrite.evicted.primary",
            Kind.COUNTER,
            "keys",
            s -> s.forgotten().evictedByPrimary()),
    /** Keys that the secondary removed for want of memory. */
    EVICTED_BY_SECONDARY(
            "dualwrite.evicted.secondary",
            Kind.COUNTER,
            "keys",
            s -> s.forgotten().evictedBySecondary()),
    /** Whether either side removes keys for want of memory now, so that equality cannot be shown: 1 or 0. */
    EVICTING("dualwrite.evicting", Kind.GAUGE, "flag", s -> s.forgotten().evicting() ? 1 : 0),
    /** Nodes of the secondary that do not answer. */
    NODES_DOWN("dualwrite.nodes.down", Kind.GAUGE, "nodes", s -> s.nodesDown().size()),
    /** Messages published on the secondary, too; 0 where they are ignored. */
    MESSAGES_FORWARDED("dualwrite.messages.forwarded", Kind.COUNTER, "messages", s -> forwarded(s.messages())),
    /** Messages that should have been published on the secondary and were not; 0 where they are ignored. */
    MESSAGES_DROPPED("dualwrite.messages.dropped", Kind.COUNTER, "messages", s -> dropped(s.messages()));

    /** Whether a figure only grows. */
    public enum Kind {
        /** Only grows while the process lives. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    private final String metricName;
    private final Kind kind;
    private final String unit;

    @SuppressWarnings("ImmutableEnumChecker") // a function of its argument alone
    private final ToDoubleFunction<SecondaryStatus> value;

    Metric(String metricName, Kind kind, String unit, ToDoubleFunction<SecondaryStatus> value) {
        this.metricName = metricName;
        this.kind = kind;
        this.unit = unit;
        this.value = value;
    }

    /** The name, words separated by dots. */
    public String metricName() {
        return metricName;
    }

    /** Counter or gauge. */
    public Kind kind() {
        return kind;
    }

    /** The unit, in the plural. */
    public String unit() {
        return unit;
    }

    /** The figure in {@code status}. */
    public double of(SecondaryStatus status) {
        return value.applyAsDouble(status);
    }

    private static double heard(@Nullable FleetStatus fleet) {
        return fleet == null || fleet.heard() ? 1 : 0;
    }

    private static double overlaps(@Nullable FleetStatus fleet) {
        return fleet == null ? 0 : fleet.overlaps();
    }

    private static double inDoubt(@Nullable JournalStatus journal) {
        return journal == null ? 0 : journal.slotsInDoubt();
    }

    private static double forwarded(@Nullable MessageStatus messages) {
        return messages == null ? 0 : messages.forwarded();
    }

    private static double dropped(@Nullable MessageStatus messages) {
        return messages == null ? 0 : messages.dropped();
    }

    private static double remaining(Progress progress) {
        if (progress.slotsTotal() == 0) {
            return 0;
        }
        Duration left = progress.remaining();
        return left == null ? Double.NaN : left.toNanos() / 1e9;
    }

    private static double sum(Map<String, Long> byName) {
        return byName.values().stream().mapToLong(Long::longValue).sum();
    }
}
