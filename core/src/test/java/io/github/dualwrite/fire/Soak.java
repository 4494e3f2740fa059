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

/**
 * A long load with a fault every so often and no pause: {@code core/fire --soak plot.svg --minutes 60}. Looks at all processes every second; ends with
 * 0 only if everything came back to its level and all data are equal in the end. Processes live as long as the soak, so that what they hold is theirs.
 */
final class Soak {

    private static final Set<Fault> OF_PROCESSES =
            EnumSet.of(Fault.CALM, Fault.KILL_WRITER, Fault.ROLL_WRITER, Fault.FREEZE_WRITER, Fault.FLUSH);
    private static final double SETTLED_SECONDS = 15;

    private final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
    private final List<Double> faults = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final FireOptions options;
    private final long start = System.nanoTime();
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
            watch.start();
            rest((double) everySeconds);
            while (seconds() < minutes * 60.0) {
                Fault fault = Fault.pick(random, drawn);
                faults.add(seconds());
                names.add(fault.name());
                double next = seconds() + everySeconds;
                run.strike(fault);
                rest(next - seconds());
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
                options.rate(),
                everySeconds,
                options.seed());
        Files.writeString(plot, SoakPlot.svg(title, samples, faults));
        return isBack();
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
        List<Sample> before = samples.stream().filter(s -> s.seconds() < first).toList();
        List<Sample> after = samples.stream()
                .filter(s -> s.seconds() > end - SETTLED_SECONDS)
                .toList();
        boolean back = true;
        back &= print("lag, ms", least(before, 0), least(after, 0), 500);
        back &= print("dirty keys", least(before, 1), least(after, 1), 200);
        back &= print("slots in doubt", least(before, 2), least(after, 2), 0);
        back &= print("heap, MiB", least(before, 3), least(after, 3), 60L * options.writers());
        back &= print("threads", least(before, 4), least(after, 4), 4L * options.writers());
        back &= print("open files", least(before, 5), least(after, 5), 10L * options.writers());
        System.out.println("faults: " + names);
        return back;
    }

    /** Of the samples, the least: heaps fall only when they are collected, and writes go on. */
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
