package io.github.dualwrite.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Effects;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is packed says the same as the effect, and what bytes alone cannot say is not packed. */
class PackedTest {

    private static final int PLACE = 2 * Packed.PLACE;

    private final byte[] places = new byte[4 * Packed.PLACE];

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Invocation invocation(String... words) {
        return Catalogue.builtIn()
                .resolve(Command.of(Stream.of(words).map(PackedTest::bytes).toArray(byte[][]::new)));
    }

    /** Packs the effect of a command that was answered so; returns the length of what is packed. */
    private int pack(@Nullable Object reply, String... words) {
        Arrays.fill(places, (byte) '#');
        Invocation invocation = invocation(words);
        Effect effect = Effects.standard().of(invocation, reply);
        byte[] only = invocation.onlyKey();
        return Packed.pack(effect, only == null ? Keys.of(effect.keys()) : new Key(only), places, PLACE);
    }

    private String packed(int from, int length) {
        return new String(places, from, length, StandardCharsets.US_ASCII);
    }

    @Test
    void theCommandIsAsItGoesOverTheWire() throws IOException {
        for (int length = 0; length < 2 * Packed.PLACE; length++) {
            String value = "v".repeat(length);
            int packed = pack(bytes("OK"), "SET", "key", value);
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            RespWriter writer = new RespWriter(wire);
            writer.write(bytes("SET"), bytes("key"), bytes(value));
            writer.flush();
            if (packed > 0) {
                assertThat(packed(Packed.command(PLACE), packed)).isEqualTo(wire.toString(StandardCharsets.US_ASCII));
            }
            assertThat(packed > 0).isEqualTo(8 + wire.size() + "+OK\r\n".length() <= Packed.PLACE);
            assertThat(packed(0, PLACE) + packed(PLACE + Packed.PLACE, Packed.PLACE))
                    .as("the places beside it")
                    .matches("#+");
        }
    }

    @Test
    void manyWordsAreCounted() {
        String[] words = new String[12];
        Arrays.fill(words, "x");
        words[0] = "RPUSH";
        int packed = pack(10L, words);
        assertThat(packed(Packed.command(PLACE), packed)).startsWith("*12\r\n$5\r\nRPUSH\r\n$1\r\nx\r\n");
        words = new String[120];
        Arrays.fill(words, "");
        words[0] = "RPUSH";
        assertThat(pack(119L, words)).isZero();
    }

    @Test
    void theKeyIsFoundInIt() {
        assertThat(pack(1L, "LPUSH", "list", "LPUSH")).isPositive();
        assertThat(packed(Packed.key(places, PLACE), Packed.keyLength(places, PLACE)))
                .isEqualTo("list");
        assertThat(Packed.hash(places, PLACE)).isEqualTo(new Key(bytes("list")).hash());
        assertThat(pack(bytes("OK"), "SET", "", "empty")).isPositive();
        assertThat(Packed.keyLength(places, PLACE)).isZero();
    }

    @Test
    void shortRepliesAreThere() {
        assertThat(reply(bytes("OK"), "SET", "key", "value")).isEqualTo("+OK\r\n");
        assertThat(reply(7L, "INCR", "key")).isEqualTo(":7\r\n");
        assertThat(reply(0L, "HSET", "key", "field", "value")).isEqualTo(":0\r\n");
    }

    @Test
    void othersHaveToBeReadAsReplies() {
        assertThat(reply(10L, "INCR", "key")).isEmpty();
        assertThat(reply(-1L, "DECR", "key")).isEmpty();
        assertThat(reply(bytes("value"), "LPOP", "key")).isEmpty();
    }

    private String reply(@Nullable Object reply, String... words) {
        int packed = pack(reply, words);
        assertThat(packed).isPositive();
        return packed(Packed.command(PLACE) + packed, Packed.replyLength(places, PLACE));
    }

    @Test
    void whatBuildsOnAStateSaysSo() {
        pack(bytes("OK"), "SET", "key", "value");
        assertThat(Packed.needsBase(places, PLACE)).isFalse();
        pack(7L, "INCR", "key");
        assertThat(Packed.needsBase(places, PLACE)).isTrue();
    }

    @Test
    void ofWhatALaneHasToRememberNothingIsPacked() {
        assertThat(pack(1L, "PEXPIREAT", "key", "99999999999999")).isZero();
        assertThat(pack(1L, "EXPIREAT", "key", "99999999999")).isZero();
        assertThat(pack(bytes("OK"), "SET", "key", "value", "PXAT", "99999999999999"))
                .isZero();
        assertThat(pack(bytes("OK"), "SET", "key", "value", "PX", "9999")).isZero();
        assertThat(pack(bytes("OK"), "RESTORE", "key", "0", "payload", "ABSTTL", "REPLACE"))
                .isZero();
    }

    @Test
    void ofSeveralKeysNothingIsPacked() {
        assertThat(pack(bytes("OK"), "MSET", "a", "1", "b", "2")).isZero();
        assertThat(pack(bytes("OK"), "RENAME", "{a}1", "{a}2")).isZero();
        assertThat(pack(1L, "COPY", "{a}1", "{a}2")).isZero();
    }

    @Test
    void ofOtherEffectsNothingIsPacked() {
        Key key = new Key(bytes("key"));
        assertThat(Packed.pack(Effect.NOTHING, key, places, PLACE)).isZero();
        assertThat(pack(bytes("member"), "SPOP", "set")).isZero();
    }
}
