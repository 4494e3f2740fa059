package io.github.dualwrite.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Replies that are known before they come, in whatever pieces they come. */
class RespReaderTest {

    private static final byte[] KNOWN = bytes("..:7\r\n..");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A stream of these pieces; each read gets one. */
    private static RespReader reader(String... pieces) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(pieces));
        return new RespReader(new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (left.isEmpty()) {
                    return -1;
                }
                byte[] piece = bytes(left.remove());
                System.arraycopy(piece, 0, into, from, piece.length);
                return piece.length;
            }
        });
    }

    private static boolean skips(RespReader reader) throws IOException {
        return reader.skips(KNOWN, 2, 4);
    }

    @Test
    void theKnownReplyIsSkipped() throws IOException {
        RespReader reader = reader(":7\r\n:7\r\n", ":7\r\n+next\r\n");
        assertThat(skips(reader)).isTrue();
        assertThat(skips(reader)).isTrue();
        assertThat(skips(reader)).isTrue();
        assertThat(reader.read()).isEqualTo(bytes("next"));
    }

    @Test
    void anotherReplyIsLeftToBeRead() throws IOException {
        RespReader reader = reader(":8\r\n:7\r\n-ERR no\r\n");
        assertThat(skips(reader)).isFalse();
        assertThat(reader.read()).isEqualTo(8L);
        assertThat(skips(reader)).isTrue();
        assertThat(skips(reader)).isFalse();
        assertThat(reader.read()).isInstanceOf(RespError.class);
    }

    @Test
    void aReplyInPiecesIsLeftToBeRead() throws IOException {
        RespReader reader = reader(":7", "\r\n:", "7\r\n:7\r\n");
        assertThat(skips(reader)).isFalse();
        assertThat(reader.read()).isEqualTo(7L);
        assertThat(skips(reader)).isFalse();
        assertThat(reader.read()).isEqualTo(7L);
        assertThat(skips(reader)).isTrue();
    }

    @Test
    void theEndOfTheStreamIsNoReply() {
        assertThatThrownBy(() -> skips(reader())).isInstanceOf(EOFException.class);
    }
}
