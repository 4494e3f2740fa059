package io.github.dualwrite.fire;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.dualwrite.DualWrite;
import io.github.dualwrite.account.Account;
import io.github.dualwrite.engine.SecondaryStatus;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What a writing process tells of itself, in one line. */
final class WriterStatus {

    /** The heap after the last collection that was asked for, 0 before the first: what is merely not collected yet says nothing. */
    private static volatile long live;

    private WriterStatus() {}

    static String collect() {
        System.gc();
        live = usedHeap();
        return "ok=true";
    }

    private static long usedHeap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static String line(DualWrite dualWrite, WriterLoad load) {
        List<SecondaryStatus> secondaries = dualWrite.status();
        StringBuilder line = new StringBuilder(load.failed());
        add(line, "agreed", secondaries.stream().allMatch(SecondaryStatus::isInAgreement) ? 1 : 0);
        add(line, "balanced", secondaries.stream().allMatch(s -> s.account().isBalanced()) ? 1 : 0);
        add(line, "operations", load.tally.operations.sum());
        add(line, "dataErrors", load.tally.dataErrors.sum());
        add(line, "unanswered", load.tally.unanswered.sum());
        add(line, "acknowledged", sum(secondaries, Account.Snapshot::acknowledged));
        add(line, "applied", sum(secondaries, Account.Snapshot::applied));
        add(line, "repaired", sum(secondaries, Account.Snapshot::repaired));
        add(line, "pending", sum(secondaries, Account.Snapshot::pending));
        add(line, "dirty", sum(secondaries, Account.Snapshot::dirty));
        add(line, "unrepairable", sum(secondaries, Account.Snapshot::unrepairable));
        add(line, "excluded", sum(secondaries, Account.Snapshot::excluded));
        add(
                line,
                "lagMillis",
                secondaries.stream().mapToLong(s -> s.lag().toMillis()).max().orElse(0));
        add(
                line,
                "dirtyKeys",
                secondaries.stream().mapToLong(SecondaryStatus::dirtyKeys).sum());
        add(
                line,
                "doubtfulSlots",
                secondaries.stream()
                        .mapToLong(s -> s.dirtySlots() + s.syncingSlots() + s.unsyncedSlots())
                        .sum());
        add(line, "heap", live > 0 ? live : usedHeap());
        add(line, "threads", ManagementFactory.getThreadMXBean().getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            add(line, "files", system.getOpenFileDescriptorCount());
        }
        return line.toString();
    }

    /** Everything, for a person who looks for the reason of a failure. */
    static String explanation(DualWrite dualWrite) {
        StringBuilder text = new StringBuilder("explanation=").append(dualWrite.status());
        for (SecondaryStatus secondary : dualWrite.status()) {
            text.append(" unrepairable on ").append(secondary.name()).append(": ");
            text.append(dualWrite.unrepairable(secondary.name()));
        }
        return text.toString().replace('\n', ' ');
    }

    private static void add(StringBuilder line, String name, long value) {
        line.append(' ').append(name).append('=').append(value);
    }

    private static long sum(List<SecondaryStatus> secondaries, java.util.function.ToLongFunction<Account.Snapshot> of) {
        return secondaries.stream().mapToLong(s -> of.applyAsLong(s.account())).sum();
    }
}
