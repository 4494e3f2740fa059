package io.github.dualwrite.jmh.envoy;

import java.io.IOException;
import java.util.Locale;

/** Does a proxy grow? What it occupies, step by step, over as many requests as come in an hour: writes and reads by halves, in pipelines of 16. */
final class Memory {

    private static final int STEPS = 12;

    private Memory() {}

    static void run(String tool, Proxy proxy, int millions) throws IOException, InterruptedException {
        int each = (int) (millions * 1_000_000L / STEPS / 2);
        System.out.println();
        System.out.println("| " + proxy.name() + ", million requests | resident MB | requests/s |");
        System.out.println("| --- | --- | --- |");
        System.out.println("| 0 | " + proxy.residentMegabytes() + " | |");
        Load load = Load.of("memory", each, "-r 100000 -d 10 -c 50 -P 16 -t set,get");
        for (int step = 1; step <= STEPS; step++) {
            double rate = load.run(tool, proxy).perSecond();
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f | %d | %,.0f |%n",
                    2.0 * each * step / 1_000_000,
                    proxy.residentMegabytes(),
                    rate);
        }
    }
}
