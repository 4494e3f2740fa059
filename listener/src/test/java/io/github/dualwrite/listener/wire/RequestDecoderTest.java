package io.github.dualwrite.listener.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.resp.Command;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

    private static final String STREAM =
            "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nb\r\nc\n\r\nPING\r\n\r\n*1\r\n$4\r\nPING\r\n*0\r\n  GET   key \n*2\r\n$3\r\nGET\r\n$0\r\n\r\n";

    private static final List<String> COMMANDS =
            List.of("[SET, a, b\r\nc\n]", "[PING]", "[PING]", "[GET, key]", "[GET, ]");

    private static List<String> decode(List<byte[]> chunks) {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder());
        for (byte[] chunk : chunks) {
            channel.writeInbound(Unpooled.wrappedBuffer(chunk));
        }
        List<String> commands = new ArrayList<>();
        Command command;
        while ((command = channel.readInbound()) != null) {
            List<String> words = new ArrayList<>();
            for (byte[] word : command.words()) {
                words.add(new String(word, StandardCharsets.ISO_8859_1));
            }
            commands.add(words.toString());
        }
        assertThat(channel.finish()).isFalse();
        return commands;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void commandsArriveWhole() {
        assertThat(decode(List.of(bytes(STREAM)))).isEqualTo(COMMANDS);
    }

    @Test
    void commandsArriveByteByByte() {
        List<byte[]> chunks = new ArrayList<>();
        for (byte b : bytes(STREAM)) {
            chunks.add(new byte[] {b});
        }
        assertThat(decode(chunks)).isEqualTo(COMMANDS);
    }

    @Test
    void commandsArriveSplitAnywhere() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<byte[]> chunks = new ArrayList<>();
            int from = 0;
            while (from < STREAM.length()) {
                int to = Math.min(STREAM.length(), from + 1 + random.nextInt(12));
                chunks.add(bytes(STREAM.substring(from, to)));
                from = to;
            }
            assertThat(decode(chunks)).isEqualTo(COMMANDS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*1\r\n+PING\r\n",
                "*99999999999\r\n",
                "*1\r\n$99999999999\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n$0\r\n\r\n",
                "*x\r\n",
                "*1\r\n:1\r\n"
            })
    void hostileBytesAreAProtocolError(String text) {
        assertThatThrownBy(() -> decode(List.of(bytes(text))))
                .isInstanceOf(DecoderException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }
}
