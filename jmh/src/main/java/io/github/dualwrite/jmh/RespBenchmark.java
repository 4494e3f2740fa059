package io.github.dualwrite.jmh;

import io.github.dualwrite.resp.RespReader;
import io.github.dualwrite.resp.RespWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does a lane spend on the protocol, per effect: its words written, its reply read? {@code jmh/run.sh micro RespBenchmark -prof gc} */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RespBenchmark {

    private final Endless statuses = new Endless("+OK\r\n");
    private final Endless numbers = new Endless(":12345\r\n");
    private final Endless bulks = new Endless("$10\r\n0123456789\r\n");
    private final RespReader statusReader = new RespReader(statuses);
    private final RespReader numberReader = new RespReader(numbers);
    private final RespReader bulkReader = new RespReader(bulks);
    private final RespWriter writer = new RespWriter(OutputStream.nullOutputStream());
    private final byte[][] set = {bytes("SET"), bytes("user:12345"), bytes("0123456789")};

    /** The same reply for ever. */
    private static final class Endless extends ByteArrayInputStream {
        Endless(String reply) {
            super(bytes(reply.repeat(1_000)));
        }

        @Override
        public synchronized int read(byte[] into, int from, int length) {
            int n = super.read(into, from, length);
            if (n < 0) {
                reset();
                n = super.read(into, from, length);
            }
            return n;
        }
    }

    /** {@code SET} with a key and a value of ten bytes each. */
    @Benchmark
    public void write() throws IOException {
        writer.write(set);
    }

    /** {@code +OK}. */
    @Benchmark
    public @Nullable Object readStatus() throws IOException {
        return statusReader.read();
    }

    /** A number. */
    @Benchmark
    public @Nullable Object readNumber() throws IOException {
        return numberReader.read();
    }

    /** A value of ten bytes. */
    @Benchmark
    public @Nullable Object readBulk() throws IOException {
        return bulkReader.read();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
