package io.github.dualwrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.engine.UnrepairableKey;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;

/** A key that the secondary does not take: tried several times, then listed with the reason, and tried again by the next write to it. */
class UnrepairableTest {

    private static final Pattern REJECTED = Pattern.compile("cmdstat_rpush:.*?rejected_calls=(\\d+)");

    @RegisterExtension
    static final Facades facades = new Facades();

    private DualWrite dualWrite;
    private LocalCluster two;
    private JedisCluster jedis;

    @BeforeEach
    void open() {
        two = facades.two();
        dualWrite = facades.dualWrite();
        jedis = facades.jedis();
        assertThat(dualWrite.awaitAgreement(Clusters.SOON))
                .as("%s", dualWrite.status())
                .isTrue();
    }

    @AfterEach
    void allowEverything() {
        allow("+@all");
    }

    private void allow(String... rules) {
        String[] words = new String[rules.length + 3];
        words[0] = "ACL";
        words[1] = "SETUSER";
        words[2] = "default";
        System.arraycopy(rules, 0, words, 3, rules.length);
        two.nodes().forEach(node -> node.command(words));
    }

    private Account.Snapshot account() {
        return dualWrite.status().get(0).account();
    }

    /** How often the secondary has said no to {@code RPUSH}: to the effect, and to each try of a copy. */
    private long rejected() {
        long sum = 0;
        for (LocalNode node : two.primaries()) {
            Matcher matcher = REJECTED.matcher(node.text("INFO", "commandstats"));
            sum += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
        return sum;
    }

    /** With {@code TRIES_BEFORE_NEVER} at 1 the first refusal is the last one, and this fails. */
    @Test
    void isListedWithTheReasonAfterSeveralTriesAndTriedAgainByTheNextWrite() {
        long before = rejected();
        allow("-restore", "-rpush");
        jedis.rpush("list", "a", "b");
        jedis.set("other", "1");
        await().atMost(Clusters.SOON).until(() -> account().unrepairable() == 1);
        assertThat(rejected() - before).isGreaterThan(7);
        assertThat(account().isBalanced()).as("%s", account()).isTrue();
        List<UnrepairableKey> listed = dualWrite.unrepairable("cluster2");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).text()).isEqualTo("list");
        assertThat(listed.get(0).reason()).contains("NOPERM");
        assertThat(dualWrite.engine().unrepairable("cluster2", 0)).isEmpty();
        assertThat(dualWrite.status().get(0).isInAgreement()).isFalse();

        allow("+@all");
        jedis.rpush("list", "c");
        Clusters.assertEqual(dualWrite, facades.one(), two);
        assertThat(dualWrite.unrepairable("cluster2")).isEmpty();
        assertThat(account().unrepairable()).isZero();
    }
}
