package io.github.dualwrite.jmh.envoy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What reaches the secondaries, and what does not: loads whose every request is answered as if all were well. */
final class Losses {

    private static final Duration FROZEN = Duration.ofSeconds(17);
    private static final Duration BEFORE = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final String tool;
    private final Clusters clusters;

    Losses(String tool, Clusters clusters) {
        this.tool = tool;
        this.clusters = clusters;
    }

    /** A million writes while one of the secondaries says nothing for 17 seconds. */
    void frozenMirror(Proxy proxy) throws IOException, InterruptedException {
        Process load = Load.of("frozen", 1_000_000, "-r 100000 -d 10 -c 50 -P 16 -t set")
                .start(tool, proxy);
        pause(BEFORE);
        clusters.freezeSecond();
        long most = 0;
        try {
            for (long waited = 0; waited < FROZEN.toSeconds(); waited++) {
                pause(Duration.ofSeconds(1));
                most = Math.max(most, proxy.residentMegabytes());
            }
        } finally {
            clusters.thawSecond();
        }
        Load.finish(load);
        report(proxy, "second cluster frozen for 17 s during 1,000,000 SET");
        System.out.println("    resident memory meanwhile: at most " + most + " MB");
    }

    /** Nothing fails here; but many clients append to few keys. */
    void appends(Proxy proxy) throws IOException, InterruptedException {
        Load.finish(new Load(
                        "appends",
                        300_000,
                        List.of(
                                "-c",
                                "64",
                                "-P",
                                "8",
                                "--threads",
                                "2",
                                "-r",
                                "800",
                                "append",
                                "c:__rand_int__",
                                "__rand_int__"))
                .start(tool, proxy));
        report(proxy, "300,000 APPEND to 800 keys by 64 clients");
    }

    /** Counts when nothing moves any more. */
    private void report(Proxy proxy, String what) {
        long began = System.nanoTime();
        List<Integer> before = List.of();
        List<Integer> now = List.of(-1);
        while (System.nanoTime() - began < LONGEST.toNanos() && (!now.equals(before) || !proxy.saysItAgrees())) {
            pause(LOOK);
            before = now;
            now = clusters.differing();
        }
        System.out.printf(
                "  %-8s %s: of %,d keys differ %,d in the second cluster, %,d in the third%n",
                proxy.name(), what, Strings.of(clusters.primary()).size(), now.get(0), now.get(1));
    }

    private static void pause(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }
}
