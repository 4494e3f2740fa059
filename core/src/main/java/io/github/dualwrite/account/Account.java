package io.github.dualwrite.account;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts every acknowledged write of one secondary from its reply on the primary to its rest:
 * {@code acknowledged = applied + repaired + pending + dirty + unrepairable + excluded}. Safe for any thread.
 *
 * <p>Each counter moves on its own, so a reader beside running writes can see one of them in between two counters; once writes pause the
 * account balances exactly.
 */
public final class Account {

    private final Latencies latencies = new Latencies();
    private final LongSupplier offered;
    private final LongAdder queued = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final LongAdder atOnce = new LongAdder();
    private final LongAdder applied = new LongAdder();
    private final LongAdder repaired = new LongAdder();
    private final LongAdder dirty = new LongAdder();
    private final LongAdder excluded = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder keysCopied = new LongAdder();
    private final LongAdder syncTimeouts = new LongAdder();
    private final LongAdder audited = new LongAdder();
    private final LongAdder foundDifferent = new LongAdder();
    private final Map<String, LongAdder> marks = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> mismatches = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> crossSlots = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

    /** @param offered how many effects of acknowledged writes the lanes have taken, which they know without counting twice */
    public Account(LongSupplier offered) {
        this.offered = offered;
    }

    /** A write was acknowledged and its effect queued elsewhere than in a lane. */
    public void queued() {
        queued.increment();
    }

    /** A write was acknowledged and its keys marked, because of {@code cause}. */
    public void marked(String cause) {
        atOnce.increment();
        dirty.increment();
        marks.computeIfAbsent(cause, c -> new LongAdder()).increment();
    }

    /** A write was acknowledged that this secondary is configured not to receive. */
    public void excluded() {
        excluded.increment();
    }

    /** The secondary answered queued effects as expected. */
    public void applied(int effects) {
        left.add(effects);
        applied.add(effects);
    }

    /** The secondary refused a queued effect for good, and there is no key whose copy could mend it. */
    public void refused() {
        left.increment();
        refused.increment();
    }

    /** What was refused before has been overtaken by something that the secondary took. */
    public void overtaken(long effects) {
        refused.add(-effects);
        applied.add(effects);
    }

    /** A queued effect could not be shown to have worked; its keys are marked instead. */
    public void doubted() {
        left.increment();
        dirty.increment();
    }

    /** How long effects took from when they were queued until the secondary confirmed them. */
    public Latencies latencies() {
        return latencies;
    }

    /** A copy mended {@code writes} acknowledged writes. */
    public void repaired(long writes) {
        dirty.add(-writes);
        repaired.add(writes);
    }

    /** A key was copied, whatever the reason. */
    public void keyCopied() {
        keysCopied.increment();
    }

    /** An effect was sent again after a redirect or a transient reply. */
    public void retried() {
        retries.increment();
    }

    /** A caller of {@code ack: sync} stopped waiting. */
    public void syncTimeout() {
        syncTimeouts.increment();
    }

    /** The audit compared a key. */
    public void audited() {
        audited.increment();
    }

    /** The audit found a key different that was not known to be. */
    public void foundDifferent() {
        foundDifferent.increment();
    }

    /**
     * The primary, a single server, was asked with keys of several slots: this secondary, a cluster, would refuse the command.
     *
     * @return whether it is the first time for this command
     */
    public boolean crossSlot(String command) {
        LongAdder before = crossSlots.get(command);
        LongAdder counter = before == null ? crossSlots.computeIfAbsent(command, c -> new LongAdder()) : before;
        counter.increment();
        return before == null;
    }

    /** The secondary gave another answer than the primary. */
    public void mismatch(String command) {
        mismatches.computeIfAbsent(command, c -> new LongAdder()).increment();
    }

    /** The secondary answered with an error, or none came: {@code code} is its first word. */
    public void error(String code) {
        errors.computeIfAbsent(code, c -> new LongAdder()).increment();
    }

    /** The account now. {@code unrepairable} is the number of dirty writes whose keys cannot be copied. */
    public Snapshot snapshot(long unrepairable) {
        long gone = left.sum(); // before what was queued, so that it is not the greater of the two
        long waited = offered.getAsLong() + queued.sum();
        long without = excluded.sum();
        return new Snapshot(
                waited + atOnce.sum() + without,
                applied.sum(),
                repaired.sum(),
                waited - gone,
                dirty.sum() - unrepairable,
                unrepairable + refused.sum(),
                without,
                retries.sum(),
                keysCopied.sum(),
                syncTimeouts.sum(),
                audited.sum(),
                foundDifferent.sum(),
                sums(marks),
                sums(mismatches),
                sums(crossSlots),
                sums(errors));
    }

    private static Map<String, Long> sums(Map<String, LongAdder> adders) {
        Map<String, Long> sums = new TreeMap<>();
        adders.forEach((name, adder) -> sums.put(name, adder.sum()));
        return sums;
    }

    /**
     * An account at one moment, all in writes unless said otherwise.
     *
     * @param acknowledged writes the primary acknowledged
     * @param applied effects the secondary answered as expected
     * @param repaired writes whose keys were copied since
     * @param pending effects queued or sent, not yet answered
     * @param dirty writes whose keys or slots wait for a copy
     * @param unrepairable writes whose keys cannot be copied, and functions that the secondary refused or whose outcome on the primary is unknown
     * @param excluded writes this secondary is configured not to receive
     * @param retries effects sent again
     * @param keysCopied keys copied, backfill included
     * @param syncTimeouts callers of {@code ack: sync} that stopped waiting
     * @param audited recently written keys that the audit compared
     * @param foundDifferent keys that it found different without a write of this process to blame
     * @param marks writes that were marked at once instead of queued, by cause
     * @param mismatches answers that differed from the primary's, by command
     * @param crossSlots commands with keys of several slots, reads included, that the primary takes and this secondary would refuse, by command
     * @param errors error replies and lost connections, by code
     */
    public record Snapshot(
            long acknowledged,
            long applied,
            long repaired,
            long pending,
            long dirty,
            long unrepairable,
            long excluded,
            long retries,
            long keysCopied,
            long syncTimeouts,
            long audited,
            long foundDifferent,
            Map<String, Long> marks,
            Map<String, Long> mismatches,
            Map<String, Long> crossSlots,
            Map<String, Long> errors) {

        /** Whether every acknowledged write is accounted for. */
        public boolean isBalanced() {
            return acknowledged == applied + repaired + pending + dirty + unrepairable + excluded;
        }

        /** Whether nothing is left to do. */
        public boolean isSettled() {
            return pending == 0 && dirty == 0;
        }
    }
}
