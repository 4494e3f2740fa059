package io.github.dualwrite.listener.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends, whole, byte by byte and split at random: the same requests, or the same refusal. */
class RequestParserTest {

    private static final String VECTORS = String.join(
            "",
            "*1\r\n$4\r\nPING\r\n",
            "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n",
            "\r\n",
            "PING\r\n",
            "*0\r\n",
            "*-1\r\n",
            "set \"a \\x41\\n\" 'it\\'s'\n",
            "*2\r\n$3\r\nGET\r\n$6\r\n*1\r\n$4\r\n",
            "  echo   twice  \r\n");

    private static final List<List<String>> REQUESTS = List.of(
            List.of("PING"),
            List.of("SET", "k", ""),
            List.of("PING"),
            List.of("set", "a A\n", "it's"),
            List.of("GET", "*1\r\n$4"),
            List.of("echo", "twice"));

    private final RequestParser parser = new RequestParser(1 << 20, 512 << 20);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Feeds pieces as a connection does: what is left of one is in front of the next. */
    private List<List<String>> feed(byte[] all, int[] cuts) {
        List<List<String>> found = new ArrayList<>();
        byte[] left = {};
        int at = 0;
        for (int cut : cuts) {
            byte[] piece = Arrays.copyOf(left, left.length + cut - at);
            System.arraycopy(all, at, piece, left.length, cut - at);
            at = cut;
            int from = 0;
            int length = 0;
            while (from < piece.length && length >= 0) {
                length = parser.parse(piece, from, piece.length, true);
                if (length > 0) {
                    from += length;
                    if (parser.request().size() > 0) {
                        found.add(words(parser.request()));
                    }
                }
            }
            left = Arrays.copyOfRange(piece, from, piece.length);
        }
        assertThat(left).isEmpty();
        return found;
    }

    private static List<String> words(Request request) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < request.size(); i++) {
            words.add(new String(request.word(i), StandardCharsets.ISO_8859_1));
        }
        assertThat(request.frame()).startsWith((byte) '*').endsWith((byte) '\r', (byte) '\n');
        return words;
    }

    @Test
    void wholeOrInAnyPieces() {
        byte[] all = bytes(VECTORS);
        assertThat(feed(all, new int[] {all.length})).isEqualTo(REQUESTS);
        int[] every = new int[all.length];
        Arrays.setAll(every, i -> i + 1);
        assertThat(feed(all, every)).isEqualTo(REQUESTS);
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int[] cuts = random.ints(random.nextInt(20), 0, all.length).sorted().toArray();
            cuts = Arrays.copyOf(cuts, cuts.length + 1);
            cuts[cuts.length - 1] = all.length;
            assertThat(feed(all, cuts)).as("%s", Arrays.toString(cuts)).isEqualTo(REQUESTS);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "*3000000000\\r\\n | invalid multibulk length",
                "*x\\r\\n | invalid multibulk length",
                "*1\\r\\nfoo\\r\\n | expected '$', got 'f'",
                "*3\\r\\n$3\\r\\nSET\\r\\n$1\\r\\nx\\r\\nfooz\\r\\n | expected '$', got 'f'",
                "*2\\r\\n$-10\\r\\n | invalid bulk length",
                "*2\\r\\n$2000000000\\r\\n | invalid bulk length",
                "*2\\r\\n$blabla\\r\\n | invalid bulk length",
                "set \"\"\"test-key\"\"\" value\\r\\n | unbalanced quotes in request",
            })
    void refusesWhatAServerRefuses(String sent, String answer) {
        byte[] all = bytes(sent.strip().replace("\\r", "\r").replace("\\n", "\n"));
        assertThatThrownBy(() -> feed(all, new int[] {all.length})).hasMessage(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*11\r\n", "*1\r\n$16385\r\n"})
    void aStrangerMaySendLittle(String sent) {
        byte[] all = bytes(sent);
        assertThatThrownBy(() -> parser.parse(all, 0, all.length, false)).hasMessageStartingWith("unauthenticated");
        assertThat(new RequestParser(1 << 20, 512 << 20).parse(all, 0, all.length, true))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"*, too big mbulk count string", "a, too big inline request"})
    void endlessLinesEnd(String first, String answer) {
        byte[] line = new byte[70_000];
        Arrays.fill(line, (byte) 'a');
        line[0] = (byte) first.charAt(0);
        assertThatThrownBy(() -> parser.parse(line, 0, line.length, true)).hasMessage(answer);
    }

    @Test
    void anAnnouncedLengthIsToldAndNotBelieved() {
        byte[] head = bytes("*1\r\n$1000000\r\nabc");
        assertThat(parser.parse(head, 0, head.length, true)).isEqualTo(-1);
        assertThat(parser.needed()).isEqualTo(14 + 1_000_002);
    }
}
