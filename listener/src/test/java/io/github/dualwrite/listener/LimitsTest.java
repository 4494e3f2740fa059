package io.github.dualwrite.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.listener.config.Limits;
import io.github.dualwrite.listener.config.Serving;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client may take. Each limit is set low enough to be met here; the others hold the test up if the one in question does not. */
class LimitsTest {

    private static final int OUTPUT = 1 << 20;

    @RegisterExtension
    static final Pair pair = new Pair(Serving.ofDefaults()
            .withLimits(new Limits(6, Duration.ofSeconds(3), 1 << 20, 100, 2 << 20, OUTPUT, 64, 64 << 10)));

    @Test
    void oneConnectionTooMany() throws IOException {
        RawClient[] clients = new RawClient[6];
        try {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = pair.client();
                assertThat(clients[i].ask("PING")).isEqualTo("+PONG");
            }
            try (RawClient more = pair.client()) {
                assertThat(more.reply()).isEqualTo("-ERR max number of clients reached");
                assertThat(more.isClosed()).isTrue();
            }
            assertThat(clients[0].ask("INFO dualwrite")).contains("dualwrite_refused_clients:1");
        } finally {
            for (RawClient client : clients) {
                if (client != null) {
                    client.close();
                }
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> pair.listener().clients().connected() == 0);
        try (RawClient again = pair.client()) {
            assertThat(again.ask("PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void aClientThatSaysNothingIsLetGoUnlessItWaits() throws IOException {
        try (RawClient silent = pair.client();
                RawClient waiting = pair.client();
                RawClient subscribed = pair.client()) {
            silent.ask("PING");
            waiting.command("BLPOP idle 5");
            subscribed.ask("SUBSCRIBE idle");
            assertThat(silent.isClosed()).isTrue();
            assertThat(waiting.reply()).isEqualTo("*-1");
            assertThat(subscribed.ask("PING")).isEqualTo("*2 $4 pong $0 ");
        }
    }

    @Test
    void commandsThatAreTooLongOrHaveTooManyWords() throws IOException {
        try (RawClient client = pair.client()) {
            client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1048577\r\n");
            assertThat(client.reply()).isEqualTo("-ERR Protocol error: invalid bulk length");
            assertThat(client.isClosed()).isTrue();
        }
        try (RawClient client = pair.client()) {
            client.send("*101\r\n");
            assertThat(client.reply()).isEqualTo("-ERR Protocol error: invalid multibulk length");
            assertThat(client.isClosed()).isTrue();
        }
    }

    /** Every word is short enough, but together they are more than one client may have lying here. */
    @Test
    void aQueryBufferThatIsFull() throws IOException {
        byte[] word = new byte[1 << 20];
        Arrays.fill(word, (byte) 'x');
        try (RawClient client = pair.client()) {
            client.send("*4\r\n$5\r\nRPUSH\r\n$1\r\nq\r\n$1048576\r\n")
                    .send(word)
                    .send("\r\n$1048576\r\n");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                try {
                    client.send(word);
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        try (RawClient client = pair.client()) {
            assertThat(client.ask("EXISTS q")).isEqualTo(":0");
        }
    }

    /** It asks for much and reads nothing of it. Nobody else notices. */
    @Test
    void aClientThatDoesNotReadIsLetGo() throws IOException {
        byte[] value = new byte[512 << 10];
        Arrays.fill(value, (byte) 'v');
        try (RawClient other = pair.client();
                RawClient slow = slowReader()) {
            other.send("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$" + value.length + "\r\n")
                    .send(value)
                    .send("\r\n");
            assertThat(other.reply()).isEqualTo("+OK");
            String id = slow.ask("CLIENT ID").substring(1);
            slow.send("*2\r\n$3\r\nGET\r\n$3\r\nbig\r\n".repeat(60));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !other.ask("CLIENT LIST").contains("id=" + id + " "));
            assertThat(other.ask("STRLEN big")).isEqualTo(":" + value.length);
        }
    }

    /** Messages that a subscriber does not take are thrown away with it; publishers go on. */
    @Test
    void aSubscriberThatDoesNotReadIsLetGo() throws IOException {
        String message = "m".repeat(100_000);
        try (RawClient publisher = pair.client();
                RawClient slow = slowReader()) {
            String id = slow.ask("CLIENT ID").substring(1);
            slow.ask("SUBSCRIBE flood");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                publisher.ask("PUBLISH flood " + message);
                return !publisher.ask("CLIENT LIST").contains("id=" + id + " ");
            });
        }
    }

    private static RawClient slowReader() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        return new RawClient(socket, pair.listener().port());
    }

    /** More commands under way than a client may have: the rest is read later, and none is lost. */
    @Test
    void aDeepPipelineIsAnsweredWhole() throws IOException {
        try (RawClient client = pair.client()) {
            client.ask("DEL deep");
            client.send("INCR deep\r\n".repeat(5_000).getBytes(StandardCharsets.US_ASCII));
            for (int i = 1; i <= 5_000; i++) {
                assertThat(client.reply()).isEqualTo(":" + i);
            }
        }
        pair.assertEqual();
    }
}
