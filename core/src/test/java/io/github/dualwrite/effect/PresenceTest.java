package io.github.dualwrite.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which replies tell whether the key was there. Read as {@code command -> reply}. */
class PresenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INCR k -> 2",
                "incr k -> 2",
                "DECR k -> 1",
                "INCRBY k 5 -> 6",
                "DECRBY k 5 -> -4",
                "HINCRBY k f 5 -> 6",
                "APPEND k abc -> 4",
                "LPUSH k a -> 1",
                "RPUSH k a b -> 7",
                "SETBIT k 3 1 -> 1",
                "PEXPIRE k 100 -> 1",
                "PERSIST k -> 1",
                "SREM k a -> 1",
                "HDEL k f -> 1",
                "ZREM k m -> 2",
                "LPOP k -> text"
            })
    void tells(String line) {
        assertThat(Presence.isShownBy(step(line))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INCR k -> 1",
                "DECR k -> -1",
                "INCRBY k 5 -> 5",
                "INCRBY k 05 -> 5",
                "DECRBY k 5 -> -5",
                "HINCRBY k f 5 -> 5",
                "APPEND k abc -> 3",
                "SETBIT k 3 1 -> 0",
                "HSET k f v -> 1",
                "HSET k f v -> 0",
                "SADD k a -> 1",
                "ZADD k 1 a -> 1",
                "XADD k 1-1 f v -> text",
                "PFADD k a -> 1",
                "SET k v -> text",
                "SREM k a -> any",
                "LPOP k -> any"
            })
    void doesNotTell(String line) {
        assertThat(Presence.isShownBy(step(line))).isFalse();
    }

    private static Step step(String line) {
        String[] sides = line.split(" -> ", 2);
        byte[][] words = Stream.of(sides[0].split(" ")).map(PresenceTest::bytes).toArray(byte[][]::new);
        return Step.of(reply(sides[1]), words);
    }

    private static @Nullable Object reply(String text) {
        return switch (text) {
            case "any" -> Step.ANY;
            case "text" -> bytes(text);
            default -> Long.valueOf(text);
        };
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
