package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.listener.config.Serving;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client and the listener say to each other about their connection, as bytes. */
class ConversationTest {

    @RegisterExtension
    static final Pair pair = new Pair(Serving.ofDefaults());

    @Test
    void eachClientSpeaksItsOwnVersion() throws IOException {
        try (RawClient two = pair.client();
                RawClient three = pair.client()) {
            assertThat(two.ask("HELLO")).startsWith("*14 $6 server $6 valkey").contains("$5 proto :2");
            assertThat(three.ask("HELLO 3 SETNAME mine"))
                    .startsWith("%7 $6 server $6 valkey")
                    .contains("$5 proto :3");
            two.ask("HSET h f v");
            assertThat(two.ask("HGETALL h")).isEqualTo("*2 $1 f $1 v");
            assertThat(three.ask("HGETALL h")).isEqualTo("%1 $1 f $1 v");
            assertThat(two.ask("GET nothing")).isEqualTo("$-1");
            assertThat(three.ask("GET nothing")).isEqualTo("_");
            two.ask("ZADD z 1.5 m");
            assertThat(two.ask("ZSCORE z m")).isEqualTo("$3 1.5");
            assertThat(three.ask("ZSCORE z m")).isEqualTo(",1.5");
            two.ask("SADD s x");
            assertThat(three.ask("SMEMBERS s")).isEqualTo("~1 $1 x");
            assertThat(three.ask("CLIENT GETNAME")).isEqualTo("$4 mine");
            // what was asked before the version changed is answered in the version it was asked in
            three.command("HGETALL h").command("HELLO 2").command("HGETALL h");
            assertThat(three.reply()).isEqualTo("%1 $1 f $1 v");
            assertThat(three.reply()).startsWith("*14 ");
            assertThat(three.reply()).isEqualTo("*2 $1 f $1 v");
        }
    }

    @Test
    void helloIsRefusedAsServersDo() throws IOException {
        try (RawClient client = pair.client()) {
            assertThat(client.ask("HELLO 4")).isEqualTo("-NOPROTO unsupported protocol version");
            assertThat(client.ask("HELLO x")).isEqualTo("-ERR Protocol version is not an integer or out of range");
            assertThat(client.ask("HELLO 3 WHAT")).isEqualTo("-ERR Syntax error in HELLO option 'WHAT'");
            assertThat(client.ask("GET nothing")).isEqualTo("$-1");
        }
    }

    @Test
    void inlineCommandsPipelinesAndNothing() throws IOException {
        try (RawClient client = pair.client()) {
            client.send("\r\nSET  inline 'a b'\r\nget inline\n*0\r\n*-1\r\nEcho \"\\x41\"\r\n");
            assertThat(client.reply()).isEqualTo("+OK");
            assertThat(client.reply()).isEqualTo("$3 a b");
            assertThat(client.reply()).isEqualTo("$1 A");
            client.send("GET 'open\r\n");
            assertThat(client.reply()).isEqualTo("-ERR Protocol error: unbalanced quotes in request");
            assertThat(client.isClosed()).isTrue();
        }
    }

    /** Lists in each other by the thousand. Where that was no reply, nothing ever answered the client. */
    @Test
    void aReplyMayBeAsDeepAsScriptsMakeThem() throws IOException {
        try (RawClient client = pair.client()) {
            client.send("EVAL 'local a = {}; local b = {a}; a[1] = b; return a' 1 deep\r\nPING\r\n");
            assertThat(client.reply()).contains("reached lua stack limit");
            assertThat(client.reply()).isEqualTo("+PONG");
        }
        pair.assertEqual();
    }

    @Test
    void whatAClientSaysOfItselfIsItsOwn() throws IOException {
        try (RawClient one = pair.client();
                RawClient other = pair.client()) {
            assertThat(one.ask("CLIENT SETNAME one")).isEqualTo("+OK");
            assertThat(one.ask("CLIENT SETINFO LIB-NAME library")).isEqualTo("+OK");
            assertThat(one.ask("CLIENT SETINFO lib-ver 1.2")).isEqualTo("+OK");
            assertThat(other.ask("CLIENT GETNAME")).isEqualTo("$-1");
            String id = one.ask("CLIENT ID").substring(1);
            assertThat(other.ask("CLIENT ID")).isNotEqualTo(":" + id);
            assertThat(one.ask("CLIENT INFO"))
                    .contains("id=" + id + " ", " name=one ", " lib-name=library ", " lib-ver=1.2", " resp=2 ");
            assertThat(other.ask("CLIENT LIST ID " + id))
                    .contains("name=one", " cmd=client ")
                    .doesNotContain("name= ");
            assertThat(other.ask("CLIENT KILL ID " + id)).isEqualTo(":1");
            assertThat(one.isClosed()).isTrue();
            assertThat(other.ask("CLIENT KILL ID " + id)).isEqualTo(":0");
            assertThat(other.ask("CLIENT NO-EVICT ON")).isEqualTo("+OK");
            assertThat(other.ask("CLIENT TRACKING ON")).startsWith("-ERR dualwrite: CLIENT TRACKING: refused");
            assertThat(other.ask("CLIENT NONSENSE")).startsWith("-ERR unknown subcommand");
        }
    }

    @Test
    void silenceIsKept() throws IOException {
        try (RawClient client = pair.client()) {
            client.command("CLIENT REPLY SKIP").command("SET quiet 1").command("GET quiet");
            assertThat(client.reply()).isEqualTo("$1 1");
            client.command("CLIENT REPLY OFF").command("SET quiet 2").command("PING");
            assertThat(client.ask("CLIENT REPLY ON")).isEqualTo("+OK");
            assertThat(client.ask("GET quiet")).isEqualTo("$1 2");
        }
    }

    @Test
    void resetForgetsEverythingAndQuitEnds() throws IOException {
        try (RawClient client = pair.client()) {
            client.ask("HELLO 3");
            client.ask("CLIENT SETNAME name");
            client.ask("MULTI");
            client.ask("SET never 1");
            assertThat(client.ask("RESET")).isEqualTo("+RESET");
            assertThat(client.ask("GET never")).isEqualTo("$-1");
            assertThat(client.ask("CLIENT GETNAME")).isEqualTo("$-1");
            assertThat(client.ask("SELECT 0")).isEqualTo("+OK");
            assertThat(client.ask("SELECT 99")).isEqualTo("-ERR DB index is out of range");
            client.command("GET nothing").command("QUIT").command("SET never 2");
            assertThat(client.reply()).isEqualTo("$-1");
            assertThat(client.reply()).isEqualTo("+OK");
            assertThat(client.isClosed()).isTrue();
        }
        try (RawClient client = pair.client()) {
            assertThat(client.ask("GET never")).isEqualTo("$-1");
        }
    }

    @Test
    void whatThePrimaryDoesNotKnowEitherIsSaidAsServersDo() throws IOException {
        try (RawClient client = pair.client()) {
            client.command("NOSUCHCOMMAND a b").command("PING"); // who is behind it waits for it
            assertThat(client.reply())
                    .isEqualTo("-ERR unknown command 'NOSUCHCOMMAND', with args beginning with: 'a' 'b' ");
            assertThat(client.reply()).isEqualTo("+PONG");
        }
    }

    @Test
    void infoCountsTheKeysOfAllNodesAndHasASectionOfItsOwn() throws IOException {
        try (RawClient client = pair.client()) {
            client.ask("FLUSHALL");
            for (int i = 0; i < 50; i++) {
                client.ask("SET key:" + i + " v");
            }
            assertThat(client.ask("INFO keyspace")).contains("db0:keys=50,expires=0,avg_ttl=0");
            assertThat(client.ask("INFO dualwrite"))
                    .contains("dualwrite_primary_nodes:2", "dualwrite_cluster2:in_agreement=");
            assertThat(client.ask("INFO commandstats")).contains("cmdstat_set:calls=");
        }
    }
}
