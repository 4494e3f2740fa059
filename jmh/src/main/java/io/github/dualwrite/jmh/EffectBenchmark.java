package io.github.dualwrite.jmh;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Effects;
import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost the caller to understand a write and to make its effect, per family of commands? {@code jmh/run.sh micro EffectBenchmark -prof gc}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EffectBenchmark {

    /** The command, words separated by blanks. */
    @Param({
        "SET key 0123456789",
        "SET key v EX 60",
        "INCR key",
        "HSET key f v",
        "SPOP key",
        "XADD key * f v",
        "EXPIRE key 60"
    })
    public String words = "";

    private final Catalogue catalogue = Catalogue.builtIn();
    private final Effects effects = Effects.standard();
    private Command command = Command.of("PING");
    private Object reply = "";

    /** Makes the command and the reply it gets. */
    @Setup
    public void prepare() {
        byte[][] bytes = Arrays.stream(words.split(" "))
                .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        command = Command.of(bytes);
        reply = switch (words.split(" ")[0]) {
            case "SET" -> "OK".getBytes(StandardCharsets.US_ASCII);
            case "SPOP" -> "member".getBytes(StandardCharsets.US_ASCII);
            case "XADD" -> "1700000000000-0".getBytes(StandardCharsets.US_ASCII);
            default -> 1L;
        };
    }

    /** Which command it is, which keys it writes. */
    @Benchmark
    public Invocation resolve() {
        return catalogue.resolve(command);
    }

    /** The same and the effect that follows from the reply. */
    @Benchmark
    public Effect resolveAndMakeEffect() {
        return effects.of(catalogue.resolve(command), reply);
    }

    /** For comparison: the keys alone. */
    @Benchmark
    public List<byte[]> keys() {
        return catalogue.keys(command);
    }
}
