package io.github.dualwrite.fire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The long form: {@code core/fire --minutes 60}. Ends with 0 only if all data were equal after every round. {@code --soak plot.svg} never pauses and
 * watches what the processes hold instead; see {@link Soak}.
 */
public final class Fire {

    private Fire() {}

    /** {@code --minutes N}, {@code --seed S}, {@code --writers N}, {@code --faults A,B}, {@code --rate} operations per second of each, for a soak half of what they can; a run per seed, a new one every {@code --each} minutes. */
    public static void main(String[] words) {
        Map<String, String> given = options(words);
        long minutes = Long.parseLong(given.getOrDefault("minutes", "10"));
        long each = Long.parseLong(given.getOrDefault("each", "10"));
        long seed = Long.parseLong(given.getOrDefault("seed", Long.toString(System.currentTimeMillis() / 1_000)));
        int writers = Integer.parseInt(given.getOrDefault("writers", "3"));
        int rate = Integer.parseInt(given.getOrDefault("rate", "1500"));
        List<Fault> faults = faults(given.get("faults"));
        if (given.containsKey("soak")) {
            soak(FireOptions.of(seed, writers).atRate(given.containsKey("rate") ? rate : 0), minutes, given);
        }
        long end = System.nanoTime() + minutes * 60_000_000_000L;
        while (System.nanoTime() - end < 0) {
            long endOfSeed = Math.min(end, System.nanoTime() + each * 60_000_000_000L);
            FireOptions options = FireOptions.of(seed, writers).atRate(rate);
            run(given.containsKey("one") ? options.onOneVersion() : options, faults, endOfSeed);
            seed++;
        }
        System.exit(0);
    }

    private static void soak(FireOptions options, long minutes, Map<String, String> given) {
        try {
            long every = Long.parseLong(given.getOrDefault("every", "20"));
            System.exit(new Soak(options).run(minutes, every, Path.of(Pairs.get(given, "soak"))) ? 0 : 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(FireOptions options, List<Fault> faults, long end) {
        Random random = new Random(options.seed());
        System.out.println("seed " + options.seed());
        try (FireRun run = new FireRun(options)) {
            while (System.nanoTime() - end < 0) {
                run.round(List.of(Fault.pick(random, faults)));
                System.out.println(run.report.last());
            }
            System.out.println(run.end().text());
        } catch (AssertionError e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private static List<Fault> faults(@Nullable String names) {
        if (names == null) {
            return List.of(Fault.values());
        }
        List<Fault> faults = new ArrayList<>();
        for (String name : names.split(",")) {
            faults.add(Fault.valueOf(name));
        }
        return faults;
    }

    private static Map<String, String> options(String... words) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            pairs.add(words[i].replaceFirst("^--", "") + "=" + words[i + 1]);
        }
        return Pairs.of(pairs);
    }
}
