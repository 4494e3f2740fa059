package io.github.dualwrite.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The slot of a key is the one that everybody else computes. */
class SlotsTest {

    @Test
    void theSpecificationsExample() {
        assertThat(Slots.of("123456789".getBytes(US_ASCII))).isEqualTo(0x31C3); // less than 16,384
    }

    @Test
    void anyKeyOfAnyLengthIsWhereJedisLooksForIt() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] key = new byte[i % 40];
            random.nextBytes(key);
            assertThat(Slots.of(key)).isEqualTo(JedisClusterCRC16.getSlot(key));
        }
    }

    @Test
    void hashTags() {
        String[] keys = {"{user}:1", "a{user}", "{}a", "{{user}}", "{user", "}user{", "a{b}{c}", "a{}{c}"};
        for (String key : keys) {
            byte[] bytes = key.getBytes(US_ASCII);
            assertThat(Slots.of(bytes)).as(key).isEqualTo(JedisClusterCRC16.getSlot(bytes));
        }
    }

    @Test
    void aKeyInTheMiddleOfWhatWasRead() {
        byte[] frame = "$9\r\n123456789\r\n".getBytes(US_ASCII);
        assertThat(Slots.of(frame, 4, 13)).isEqualTo(0x31C3);
    }
}
