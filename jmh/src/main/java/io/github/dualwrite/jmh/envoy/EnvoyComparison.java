package io.github.dualwrite.jmh.envoy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The listener beside Envoy: three clusters, one bootstrap file, each proxy in turn. {@code jmh/envoy.sh [--parts speed,frozen,appends,memory] [--rounds N]
 * [--requests N] [--millions N] [--threads N] [--replicas N] [--proxies envoy,listener,floor,camellia] [--java OPTIONS]}, where the options are
 * those of {@code examples/listener.sh} unless others are named, and the millions are of requests whose memory is looked at, 60 by default. That
 * part takes ten minutes and has to be asked for.
 */
public final class EnvoyComparison {

    private final String[] args;

    private EnvoyComparison(String[] args) {
        this.args = args;
    }

    /** Runs the parts that are asked for, all of them by default. */
    public static void main(String[] args) throws Exception {
        new EnvoyComparison(args).run();
    }

    private String text(String name, String otherwise) {
        int at = Arrays.asList(args).indexOf(name);
        return at < 0 ? otherwise : args[at + 1];
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    private void run() throws Exception {
        List<String> parts = List.of(text("--parts", "speed,frozen,appends").split(","));
        List<String> proxies = List.of(text("--proxies", "envoy,listener").split(","));
        String tool = text("--benchmark", "valkey-benchmark");
        int requests = number("--requests", 200_000);
        Speed speed = new Speed();
        try (Clusters clusters = Clusters.start(number("--replicas", 1))) {
            Losses losses = new Losses(tool, clusters);
            if (parts.contains("speed")) {
                for (int round = 0; round < number("--rounds", 2); round++) {
                    for (String name : proxies) {
                        clusters.empty();
                        try (Proxy proxy = start(name, clusters)) {
                            speed.turn(tool, proxy, requests);
                        }
                    }
                }
                speed.print();
            }
            for (String name : proxies) {
                if (parts.contains("frozen")) {
                    clusters.empty();
                    try (Proxy proxy = start(name, clusters)) {
                        losses.frozenMirror(proxy);
                    }
                }
                if (parts.contains("appends") && name.equals("floor")) {
                    System.out.println("  floor    knows SET and GET alone, so it has no part in the appends");
                } else if (parts.contains("appends")) {
                    clusters.empty();
                    try (Proxy proxy = start(name, clusters)) {
                        losses.appends(proxy);
                    }
                }
                if (parts.contains("memory")) {
                    clusters.empty();
                    try (Proxy proxy = start(name, clusters)) {
                        Memory.run(tool, proxy, number("--millions", 60));
                    }
                }
            }
        }
    }

    private Proxy start(String name, Clusters clusters) throws Exception {
        Path folder = Files.createTempDirectory("dualwrite-" + name);
        int threads = number("--threads", 2);
        if (name.equals("envoy")) {
            return Proxy.envoy(Path.of(text("--envoy", "envoy")), clusters, folder, threads);
        }
        List<String> options = javaOptions();
        if (name.equals("floor")) {
            return Proxy.floor(clusters, folder, threads, options);
        }
        if (name.equals("camellia")) {
            return Proxy.camellia(
                    Path.of(text("--camellia", "jmh/target/camellia-proxy")), clusters, folder, threads, options);
        }
        return Proxy.listener(
                Path.of(text("--jar", "listener/target/dualwrite-listener.jar")), clusters, folder, threads, options);
    }

    private List<String> javaOptions() {
        String options = text("--java", "-Xms192m -Xmx256m -XX:+AlwaysPreTouch -XX:+UseSerialGC");
        return options.isBlank() ? List.of() : List.of(options.split(" "));
    }
}
