package io.github.dualwrite.fire;

import io.github.dualwrite.convergence.Judge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import redis.clients.jedis.exceptions.JedisException;

/** Rounds of writes under faults, each ended by a pause and a comparison of all data. For one thread. */
final class FireRun implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final long STEP_NANOS = 100_000_000;

    final FireReport report;

    private final Arena arena;
    private final Random random;
    private final long seed;
    private final List<Fault> struck = new ArrayList<>();

    FireRun(FireOptions options) {
        this.seed = options.seed();
        this.random = new Random(seed);
        this.report = new FireReport(options);
        this.arena = new Arena(options);
    }

    /**
     * One round: writes, the faults one after the other, a pause, and equality.
     *
     * @throws AssertionError if the clusters do not become equal, or an account does not balance
     */
    void round(List<Fault> faults) {
        go();
        write(200 + random.nextInt(800));
        for (Fault fault : faults) {
            strike(fault);
            write(200 + random.nextInt(800));
        }
        becomeEqual();
    }

    /** Writes begin. */
    void go() {
        arena.tellAll("go");
    }

    void strike(Fault fault) {
        struck.add(fault);
        try {
            fault.strike(arena, random);
        } catch (RuntimeException e) {
            throw new AssertionError(name() + ": the fault " + fault + " itself failed", e);
        }
    }

    /** Writes pause, and all clusters become equal after everything that struck since the last time. */
    void becomeEqual() {
        becomeEqual(List.copyOf(struck));
    }

    private void becomeEqual(List<Fault> faults) {
        arena.tellAll("pause");
        long paused = System.nanoTime();
        Judge.Verdict verdict = awaitEqual(faults, paused + LONGEST.toNanos());
        struck.clear();
        report.round(faults, Duration.ofNanos(System.nanoTime() - paused), verdict.keys());
    }

    /** How long callers write before the next thing happens. */
    private static void write(int millis) {
        LockSupport.parkNanos(millis * 1_000_000L);
    }

    private Judge.Verdict awaitEqual(List<Fault> faults, long deadline) {
        String last = "nothing was compared";
        while (System.nanoTime() - deadline < 0) {
            try {
                List<String> unsettled = unsettled();
                if (!unsettled.isEmpty()) {
                    last = "not settled: " + unsettled;
                } else if (!Judge.nothingExpiresSoon(arena.clusters())) {
                    last = "keys that end soon are left";
                } else {
                    Judge.Verdict verdict = Judge.compare(arena.primary, List.of(arena.sharded, arena.single));
                    if (verdict.differences().isEmpty()) {
                        return verdict;
                    }
                    last = verdict.differences().size() + " of " + verdict.keys() + " keys differ: "
                            + verdict.differences().stream().limit(20).collect(Collectors.joining("\n  ", "\n  ", ""));
                }
            } catch (JedisException e) {
                last = "a server does not answer the judge: " + e.getMessage();
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        throw new AssertionError(name() + ": not equal " + LONGEST.toSeconds() + " s after " + faults + "; before: "
                + report.kinds() + "\n" + last + "\n" + explanations());
    }

    /** So many operations per second of each process from now on; 0 for as many as it can. */
    void rate(int rate) {
        arena.tellAll("rate " + rate);
    }

    /** Every process collects its garbage, and tells from now on what it held just after. */
    void collect() {
        arena.tellAll("collect");
    }

    /** What the processes say of themselves; any thread. */
    List<Map<String, String>> statuses() {
        return arena.writers().stream().map(writer -> writer.ask("status")).toList();
    }

    private List<String> unsettled() {
        List<String> unsettled = new ArrayList<>();
        for (WriterProcess writer : arena.writers()) {
            Map<String, String> status = writer.ask("status");
            if (Pairs.number(status, "agreed") == 0 || Pairs.number(status, "balanced") == 0) {
                unsettled.add(writer.name() + status);
            }
        }
        return unsettled;
    }

    private String explanations() {
        return arena.writers().stream()
                        .map(writer ->
                                writer.name() + " " + writer.ask("explain").get("explanation"))
                        .collect(Collectors.joining("\n"))
                + "\nlogs: " + arena.folder();
    }

    private String name() {
        return "seed " + seed + ", servers " + report.servers();
    }

    /** The last figures of the processes; writes pause. */
    FireReport end() {
        report.totals(arena.totals());
        return report;
    }

    @Override
    public void close() {
        arena.close();
    }
}
