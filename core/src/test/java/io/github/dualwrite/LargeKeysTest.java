package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.UnrepairableKey;
import io.github.dualwrite.jedis.SingleServer;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.verify.VerifyOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.UnifiedJedis;

/**
 * Keys that are longer than a server takes, or gives, at once. A server ends the connection over which it is told of a longer word than
 * {@code proto-max-bulk-len}, here a megabyte: where keys were copied as a whole all the same, or effects sent, the connection broke again and again
 * and nothing came to an end, which is how each of these was seen to fail.
 */
class LargeKeysTest {

    private static final int LIMIT = 1 << 20;
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @RegisterExtension
    static final BalancedAccounts accounts = new BalancedAccounts();

    private final Random random = new Random(7);
    private LocalCluster one;
    private LocalCluster two;

    @BeforeEach
    void start() {
        one = LocalCluster.builder().name("one").standalone().start();
        two = LocalCluster.builder()
                .name("two")
                .standalone()
                .user("secretive", "secret", "~* &* +@all -config")
                .start();
        node(two).command("CONFIG", "SET", "proto-max-bulk-len", String.valueOf(LIMIT));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private static LocalNode node(LocalCluster cluster) {
        return cluster.nodes().get(0);
    }

    private DualWrite open(boolean saysHowMuchItTakes) {
        Target secondary =
                Clusters.quick(Target.standalone("two", two.seeds()[0])).timeouts(PATIENT, PATIENT);
        return accounts.watch(DualWrite.builder()
                .primary(Target.standalone("one", one.seeds()[0]).timeouts(PATIENT, PATIENT))
                .secondary(saysHowMuchItTakes ? secondary : secondary.credentials("secretive", "secret"))
                .build());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void run(Object... words) {
        byte[][] command = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            command[i] = words[i] instanceof byte[] bytes
                    ? bytes
                    : String.valueOf(words[i]).getBytes(StandardCharsets.UTF_8);
        }
        node(one).command(command);
    }

    private void everyTypeInManyElements() {
        for (int i = 0; i < 40; i++) {
            run("RPUSH", "list", bytes(60_000));
            run("SADD", "set", bytes(60_000));
            run("ZADD", "zset", i, bytes(60_000));
            run("HSET", "hash", "f" + i, bytes(60_000));
            run("XADD", "stream", "5-" + (i + 1), "f", bytes(60_000));
            run("RPUSH", "mixed", i);
        }
        run("RPUSH", "mixed", bytes(LIMIT), bytes(LIMIT), "x");
        run("EXPIRE", "list", "7000");
        run("XGROUP", "CREATE", "stream", "group", "0");
        run("XREADGROUP", "GROUP", "group", "eve", "COUNT", "9", "STREAMS", "stream", ">");
        run("XDEL", "stream", "5-3");
    }

    private static long calls(LocalCluster cluster, String command) {
        Matcher matcher = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                .matcher(node(cluster).text("INFO", "commandstats"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static Account.Snapshot account(DualWrite dualWrite) {
        return dualWrite.status().get(0).account();
    }

    private static String reason(DualWrite dualWrite, String key) {
        List<UnrepairableKey> all = dualWrite.unrepairable("two");
        return all.stream()
                .filter(each -> each.text().equals(key))
                .map(UnrepairableKey::reason)
                .findFirst()
                .orElse("");
    }

    @Test
    void whatTheSecondaryDoesNotTakeAtOnceGoesInPieces() {
        everyTypeInManyElements();
        run("SET", "string", bytes(LIMIT), "EX", "5000");
        try (DualWrite dualWrite = open(true)) {
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(account(dualWrite).errors()).doesNotContainKey("NOREPLY");
            assertThat(dualWrite.verify(VerifyOptions.ofDefaults()).get(0).isEqual())
                    .isTrue();
        }
    }

    @Test
    void whatItTakesInNoWayIsUnrepairableUntilItDoes() {
        run("SET", "string", bytes(3 * LIMIT));
        run("RPUSH", "list", "a", bytes(2 * LIMIT), "b");
        run("SET", "small", "1");
        try (DualWrite dualWrite = open(true);
                UnifiedJedis jedis = SingleServer.client(dualWrite)) {
            await().atMost(Clusters.SOON)
                    .untilAsserted(
                            () -> assertThat(dualWrite.unrepairable("two")).hasSize(2));
            assertThat(reason(dualWrite, "string")).contains("APPEND", "maximum allowed size");
            assertThat(reason(dualWrite, "list")).contains("takes no RPUSH with " + 2 * LIMIT, "proto-max-bulk-len");
            assertThat(node(two).text("GET", "small")).isEqualTo("1");

            node(two).command("CONFIG", "SET", "proto-max-bulk-len", String.valueOf(512 << 20));
            jedis.append("string", "x");
            jedis.rpush("list", "x");
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(dualWrite.unrepairable("two")).isEmpty();
        }
    }

    /** The effects of other keys travel over the same connection. */
    @Test
    void anEffectThatItDoesNotTakeBreaksNothing() {
        try (DualWrite dualWrite = open(true);
                UnifiedJedis jedis = SingleServer.client(dualWrite)) {
            assertThat(dualWrite.awaitAgreement(Clusters.SOON)).isTrue();
            for (int i = 0; i < 20; i++) {
                jedis.set("large".getBytes(StandardCharsets.UTF_8), bytes(3 * LIMIT));
                jedis.set("other" + i, "1");
            }
            await().atMost(Clusters.SOON)
                    .until(() -> !dualWrite.unrepairable("two").isEmpty());
            assertThat(account(dualWrite).errors()).containsKey("TOOLONG").doesNotContainKey("NOREPLY");
            jedis.set("large", "small");
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    /** Then it is learned from what it says when it ends the connection; once, not with every such write. */
    @Test
    void alsoWhereItDoesNotTellHowMuchItTakes() {
        everyTypeInManyElements();
        try (DualWrite dualWrite = open(false);
                UnifiedJedis jedis = SingleServer.client(dualWrite)) {
            Clusters.assertEqual(dualWrite, one, two);
            jedis.set("large".getBytes(StandardCharsets.UTF_8), bytes(3 * LIMIT));
            await().atMost(Clusters.SOON)
                    .until(() -> !dualWrite.unrepairable("two").isEmpty());
            long lost = account(dualWrite).errors().getOrDefault("NOREPLY", 0L);
            for (int i = 0; i < 10; i++) {
                jedis.set("large".getBytes(StandardCharsets.UTF_8), bytes(3 * LIMIT));
                jedis.set("other" + i, "1");
            }
            await().atMost(Clusters.SOON)
                    .until(() -> !dualWrite.unrepairable("two").isEmpty());
            assertThat(account(dualWrite).errors().getOrDefault("NOREPLY", 0L)).isEqualTo(lost);
            jedis.del("large");
            Clusters.assertEqual(dualWrite, one, two);
        }
    }

    /** The primary may give what nobody wants to hold in memory. Seen to fail with StateCopy.MOST_AT_ONCE at a gigabyte. */
    @Test
    void whatIsLongIsNeverInMemoryAsAWholeWhileItIsWrittenTo() throws Exception {
        node(two).command("CONFIG", "SET", "proto-max-bulk-len", String.valueOf(512 << 20));
        byte[] key = "string".getBytes(StandardCharsets.UTF_8);
        run("SET", key, bytes(40 * LIMIT));
        try (DualWrite dualWrite = open(true);
                UnifiedJedis jedis = SingleServer.client(dualWrite)) {
            for (int i = 0; i < 200; i++) {
                jedis.setrange(key, random.nextInt(40 * LIMIT), bytes(100));
            }
            Clusters.assertEqual(dualWrite, one, two);
            assertThat(calls(two, "append")).isGreaterThanOrEqualTo(39);
            assertThat(Objects.requireNonNull(node(two).command("KEYS", "dualwrite:tmp:*")))
                    .isEqualTo(List.of());
        }
    }
}
