package io.github.dualwrite.jmh.system;

import static io.github.dualwrite.jmh.system.Report.text;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import redis.clients.jedis.JedisCluster;

/**
 * Measures passes over all keys, each in a row of the table. Beside each of them one caller reads from the primary all the time. The CPU is that of this
 * process and of all servers together, the reader's share included; that of another program is not known.
 */
final class Passes {

    private final Servers servers;
    private final int keys;
    private final int bytes;
    private final Report report;
    private boolean well = true;

    Passes(Servers servers, int keys, int bytes) {
        this.servers = servers;
        this.keys = keys;
        this.bytes = bytes;
        this.report = new Report(
                "copying",
                keys + " strings of " + bytes + " bytes",
                "what",
                "keys/s",
                "MB/s",
                "ratio to the loop",
                "CPU us/key, client",
                "CPU us/key, servers",
                "reader's p50 us",
                "reader's p99 us");
    }

    /** Whether every pass did what it had to. */
    boolean well() {
        return well;
    }

    /** The reader alone, for two seconds. */
    void nothing() throws Exception {
        pass("nothing", 0, Double.NaN, () -> {
            LockSupport.parkNanos(2_000_000_000L);
            return true;
        });
    }

    /**
     * Measures one pass.
     *
     * @param loop the loop's keys a second in this round, or NaN for the loop itself
     * @param work returns whether it did what it had to
     * @return keys a second, or NaN if it did not
     */
    double pass(String name, double loop, Supplier<Boolean> work) throws Exception {
        return pass(name, keys, loop, work);
    }

    private double pass(String name, int touched, double loop, Supplier<Boolean> work) throws Exception {
        try (JedisCluster jedis = Servers.jedis(servers.primary())) {
            Reader reader = new Reader(jedis, keys);
            Thread reading = new Thread(reader, "reader");
            reading.start();
            Duration client = cpu(Stream.of(ProcessHandle.current()));
            Duration nodes = cpu(ProcessHandle.current().children());
            long began = System.nanoTime();
            boolean done = CompletableFuture.supplyAsync(work).get();
            double seconds = (System.nanoTime() - began) / 1e9;
            client = cpu(Stream.of(ProcessHandle.current())).minus(client);
            nodes = cpu(ProcessHandle.current().children()).minus(nodes);
            reader.stop();
            reading.join();
            well &= done;
            double rate = done ? touched / seconds : Double.NaN; // who has not done it was not fast
            report.row(
                    name + (done ? "" : " (FAILED)"),
                    touched == 0 ? "" : text(rate, 0),
                    touched == 0 ? "" : text(rate * bytes / 1e6, 1),
                    text(rate / loop, 2),
                    touched == 0 ? "" : text(client.toNanos() / 1e3 / touched, 1),
                    touched == 0 ? "" : text(nodes.toNanos() / 1e3 / touched, 1),
                    text(reader.latencies().micros(0.5), 0),
                    text(reader.latencies().micros(0.99), 0));
            return rate;
        }
    }

    private static Duration cpu(Stream<ProcessHandle> processes) {
        return processes
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
