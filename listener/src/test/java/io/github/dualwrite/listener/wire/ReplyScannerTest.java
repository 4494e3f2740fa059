package io.github.dualwrite.listener.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.resp.Replies;
import io.github.dualwrite.resp.RespReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies of both versions: where they end, however they arrive, and what they say. */
class ReplyScannerTest {

    private static final List<String> REPLIES = List.of(
            "+OK\r\n",
            "-ERR no\r\n",
            ":-42\r\n",
            ":9223372036854775807\r\n",
            "$5\r\nhe\r\no\r\n",
            "$-1\r\n",
            "$0\r\n\r\n",
            "*-1\r\n",
            "*0\r\n",
            "*2\r\n*1\r\n:1\r\n$1\r\na\r\n",
            "_\r\n",
            "#t\r\n",
            ",3.25\r\n",
            ",-inf\r\n",
            "(123456789012345678901234567890\r\n",
            "=7\r\ntxt:abc\r\n",
            "!5\r\nERR x\r\n",
            "%1\r\n+k\r\n*2\r\n:1\r\n:2\r\n",
            "~2\r\n:1\r\n:2\r\n",
            "|1\r\n+ttl\r\n:1\r\n*1\r\n:7\r\n");

    @Test
    void endsAreFoundByteByByteAndWhole() {
        byte[] all = String.join("", REPLIES).getBytes(StandardCharsets.ISO_8859_1);
        ReplyScanner scanner = new ReplyScanner();
        int from = 0;
        for (String reply : REPLIES) {
            for (int to = from + 1; to < from + reply.length(); to++) {
                assertThat(scanner.scan(all, from, to)).as("%s cut", reply).isEqualTo(-1);
            }
            assertThat(scanner.scan(all, from, all.length)).as(reply).isEqualTo(reply.length());
            from += reply.length();
        }
    }

    @Test
    void theyMeanWhatTheyMeanElsewhere() throws IOException {
        for (String reply : REPLIES) {
            byte[] bytes = ("xx" + reply).getBytes(StandardCharsets.ISO_8859_1);
            Object read = new RespReader(new ByteArrayInputStream(bytes, 2, bytes.length - 2)).read();
            assertThat(Replies.same(ReplyParser.parse(bytes, 2), read))
                    .as(reply)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\r\n", "$x\r\n", "*9999999999\r\n", "$99999999999\r\n"})
    void whatIsNoReplyIsRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new ReplyScanner().scan(bytes, 0, bytes.length))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void nestingCostsNoStack() {
        byte[] deep = ("*1\r\n".repeat(200_000) + ":1\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(new ReplyScanner().scan(deep, 0, deep.length)).isEqualTo(deep.length);
        assertThat(ReplyParser.parse(deep, 0)).isInstanceOf(List.class); // and what is too deep in it is passed over
    }

    @Test
    void elementsKeepTheirBytes() {
        byte[] array = "*3\r\n$1\r\na\r\n*1\r\n:1\r\n_\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(Elements.of(array).stream().map(each -> new String(each, StandardCharsets.US_ASCII)))
                .containsExactly("$1\r\na\r\n", "*1\r\n:1\r\n", "_\r\n");
        assertThat(Resp.array(Elements.of(array))).isEqualTo(array);
    }
}
