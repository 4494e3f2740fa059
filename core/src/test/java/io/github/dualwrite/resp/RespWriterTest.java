package io.github.dualwrite.resp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Commands on their way out, whatever their length is to the buffer's. */
class RespWriterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RespWriter writer = new RespWriter(out);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void commandsOfEitherKindStayInOrder() throws IOException {
        StringBuilder expected = new StringBuilder();
        for (int length : new int[] {0, 1, 9, 10, 99, 100, 4_000, 32_760, 32_768, 70_000}) {
            String word = "x".repeat(length);
            String encoded = "*2\r\n$3\r\nGET\r\n$" + length + "\r\n" + word + "\r\n";
            writer.write(bytes("GET"), bytes(word));
            writer.writeEncoded(bytes("###" + encoded + "###"), 3, encoded.length());
            expected.append(encoded).append(encoded);
        }
        writer.flush();
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(expected.toString());
    }

    @Test
    void nothingLeavesBeforeItIsFlushed() throws IOException {
        writer.writeEncoded(bytes("*1\r\n$4\r\nPING\r\n"), 0, 14);
        assertThat(out.size()).isZero();
        writer.flush();
        assertThat(out.size()).isEqualTo(14);
    }
}
