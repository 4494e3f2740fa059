package io.github.dualwrite.fire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A long load with a fault every so often and no pause: {@code core/fire --soak plot.svg --minutes 60}. Half of what the processes can is measured first,
 * unless a rate is given. Looks at all processes every second; ends with 0 only if everything came back to its level and all data are equal in the end.
 * Processes live as long as the soak, so that what they hold is theirs.
 */
final class Soak {

    private static final Set<Fault> OF_PROCESSES =
            EnumSet.of(Fault.CALM, Fault.KILL_WRITER, Fault.ROLL_WRITER, Fault.FREEZE_WRITER, Fault.FLUSH);
    private static final double SETTLED_SECONDS = 15;
    private static final double MEASURED_SECONDS = 20;
    private static final long LAG_ALLOWANCE = 500;
    private static final long DIRTY_ALLOWANCE = 200;
    /** The application's pools open more when calls pile up during a fault, for each node that was ever a primary, and keep some of them. */
    private static final long CONNECTIONS_OF_POOLS = 40;

    private final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
    private final List<Double> faults = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final FireOptions options;
    private long start = System.nanoTime();
    private int rate;
    private volatile boolean over;

    Soak(FireOptions options) {
        this.options = options;
    }

    /** @return whether everything came back */
    boolean run(long minutes, long everySeconds, Path plot) throws IOException, InterruptedException {
        Random random = new Random(options.seed());
        List<Fault> drawn = new ArrayList<>(EnumSet.complementOf(EnumSet.copyOf(OF_PROCESSES)));
        try (FireRun run = new FireRun(options)) {
            Thread watch = new Thread(() -> watch(run), "watch");
            run.go();
            rate = options.rate() > 0 ? options.rate() : halfOfTheMost(run);
            run.rate(rate);
            System.out.println("operations per second of each process: " + rate);
            rest(MEASURED_SECONDS);
            run.collect();
            start = System.nanoTime();
            watch.start();
            rest((double) everySeconds);
            while (seconds() < minutes * 60.0) {
                Fault fault = Fault.pick(random, drawn);
                faults.add(seconds());
                names.add(fault.name());
                double next = seconds() + everySeconds;
                run.strike(fault);
                rest(next - seconds());
                run.collect();
            }
            rest((double) everySeconds);
            over = true;
            watch.join();
            run.becomeEqual();
            System.out.println(run.end().text());
        }
        String title = String.format(
                Locale.ROOT,
                "%d processes, %d operations per second each, a fault every %d s; seed %d",
                options.writers(),
                rate,
                everySeconds,
                options.seed());
        Files.writeString(plot, SoakPlot.svg(title, samples, faults));
        timesToBeBack();
        return isBack();
    }

    private int halfOfTheMost(FireRun run) {
        rest(MEASURED_SECONDS);
        long before = Sample.of(0, run.statuses()).operations();
        rest(MEASURED_SECONDS);
        long done = Sample.of(0, run.statuses()).operations() - before;
        return Math.max(1, (int) (done / MEASURED_SECONDS / options.writers() / 2));
    }

    /** When lag, dirty keys and slots were back at their level after each fault, counted from its beginning. */
    private void timesToBeBack() {
        if (faults.isEmpty()) {
            return;
        }
        List<Sample> calm = before(faults.get(0));
        Predicate<Sample> isLevel = s -> s.lagMillis() <= least(calm, 0) + LAG_ALLOWANCE
                && s.dirtyKeys() <= least(calm, 1) + DIRTY_ALLOWANCE
                && s.doubtfulSlots() <= least(calm, 2);
        List<Double> times = new ArrayList<>();
        int beforeTheNext = 0;
        for (int i = 0; i < faults.size(); i++) {
            double struck = faults.get(i);
            double next = i + 1 < faults.size() ? faults.get(i + 1) : Double.MAX_VALUE;
            double back = samples.stream()
                    .filter(s -> s.seconds() > struck + 1 && isLevel.test(s))
                    .mapToDouble(Sample::seconds)
                    .findFirst()
                    .orElse(Double.MAX_VALUE);
            times.add(back - struck);
            beforeTheNext += back < next ? 1 : 0;
        }
        Collections.sort(times);
        System.out.println(String.format(
                Locale.ROOT,
                "lag, dirty keys and slots at their level again: %d of %d times before the next fault; median %.0f s after a fault began, longest %.0f s",
                beforeTheNext,
                times.size(),
                times.get(times.size() / 2),
                times.get(times.size() - 1)));
    }

    private List<Sample> before(double seconds) {
        return samples.stream().filter(s -> s.seconds() < seconds).toList();
    }

    private void watch(FireRun run) {
        while (!over) {
            List<Map<String, String>> statuses = run.statuses();
            samples.add(Sample.of(seconds(), statuses));
            rest(1);
        }
    }

    /** The last quarter of a minute against the time before the first fault. */
    private boolean isBack() {
        double end = samples.get(samples.size() - 1).seconds();
        double first = faults.isEmpty() ? end : faults.get(0);
        List<Sample> before = before(first);
        List<Sample> after = samples.stream()
                .filter(s -> s.seconds() > end - SETTLED_SECONDS)
                .toList();
        boolean back = true;
        back &= print("lag, ms", least(before, 0), least(after, 0), LAG_ALLOWANCE);
        back &= print("dirty keys", least(before, 1), least(after, 1), DIRTY_ALLOWANCE);
        back &= print("slots in doubt", least(before, 2), least(after, 2), 0);
        back &= print("heap, MiB", least(before, 3), least(after, 3), 60L * options.writers());
        back &= print("threads", least(before, 4), least(after, 4), 4L * options.writers());
        back &= print("open files", least(before, 5), least(after, 5), CONNECTIONS_OF_POOLS * options.writers());
        System.out.println("faults: " + names);
        return back;
    }

    /** Of the samples, the least: writes go on meanwhile. */
    private static long least(List<Sample> of, int which) {
        return of.stream()
                .mapToLong(s -> switch (which) {
                    case 0 -> s.lagMillis();
                    case 1 -> s.dirtyKeys();
                    case 2 -> s.doubtfulSlots();
                    case 3 -> s.heap();
                    case 4 -> s.threads();
                    default -> s.files();
                })
                .min()
                .orElse(0);
    }

    private static boolean print(String name, long before, long after, long allowance) {
        boolean back = after <= before + allowance;
        System.out.println(String.format(
                Locale.ROOT,
                "%-15s before the first fault %,8d, at the end %,8d: %s",
                name,
                before,
                after,
                back ? "back" : "NOT BACK"));
        return back;
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void rest(double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
