package io.github.dualwrite.fire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The long form: {@code core/fire --minutes 60}. Ends with 0 only if all data were equal after every round. */
public final class Fire {

    private Fire() {}

    /** {@code --minutes N}, {@code --seed S}, {@code --writers N}, {@code --faults A,B}; a run per seed, a new one every {@code --each} minutes. */
    public static void main(String[] words) {
        Map<String, String> given = options(words);
        long minutes = Long.parseLong(given.getOrDefault("minutes", "10"));
        long each = Long.parseLong(given.getOrDefault("each", "10"));
        long seed = Long.parseLong(given.getOrDefault("seed", Long.toString(System.currentTimeMillis() / 1_000)));
        int writers = Integer.parseInt(given.getOrDefault("writers", "3"));
        List<Fault> faults = faults(given.get("faults"));
        long end = System.nanoTime() + minutes * 60_000_000_000L;
        while (System.nanoTime() - end < 0) {
            long endOfSeed = Math.min(end, System.nanoTime() + each * 60_000_000_000L);
            FireOptions options = FireOptions.of(seed, writers);
            run(given.containsKey("one") ? options.onOneVersion() : options, faults, endOfSeed);
            seed++;
        }
        System.exit(0);
    }

    private static void run(FireOptions options, List<Fault> faults, long end) {
        Random random = new Random(options.seed());
        System.out.println("seed " + options.seed());
        try (FireRun run = new FireRun(options)) {
            while (System.nanoTime() - end < 0) {
                run.round(List.of(Fault.pick(random, faults)));
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
