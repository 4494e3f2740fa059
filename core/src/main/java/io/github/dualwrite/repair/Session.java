package io.github.dualwrite.repair;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One copy under way: asks on one side, tells on the other, and leaves the copy as soon as a server answers with an error. */
final class Session {

    private final NodeConnection primary;
    private final NodeConnection secondary;
    private final boolean askingPrimary;
    private final boolean askingSecondary;

    Session(NodeConnection primary, NodeConnection secondary, boolean askingPrimary, boolean askingSecondary) {
        this.primary = primary;
        this.secondary = secondary;
        this.askingPrimary = askingPrimary;
        this.askingSecondary = askingSecondary;
    }

    /** A server's error, which ends the copy. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient RespError error;
        private final boolean byPrimary;
        private final String command;

        RefusedException(RespError error, boolean byPrimary, String command) {
            super(error.message());
            this.error = error;
            this.byPrimary = byPrimary;
            this.command = command;
        }

        RespError error() {
            return error;
        }

        String describe() {
            return (byPrimary ? "the primary" : "the secondary") + " answered " + command + " with " + error.message();
        }
    }

    @Nullable
    Object read(byte[]... words) throws IOException, RefusedException {
        return call(primary, askingPrimary, true, words);
    }

    List<?> readList(byte[]... words) throws IOException, RefusedException {
        return read(words) instanceof List<?> list ? list : List.of();
    }

    /** Reads what an older server may not know: {@code null} then. */
    @Nullable
    Object readIfKnown(byte[]... words) throws IOException {
        try {
            return read(words);
        } catch (RefusedException e) {
            return null;
        }
    }

    @Nullable
    Object write(byte[]... words) throws IOException, RefusedException {
        return call(secondary, askingSecondary, false, words);
    }

    @Nullable
    Object write(List<byte[]> words) throws IOException, RefusedException {
        return write(words.toArray(new byte[0][]));
    }

    private static @Nullable Object call(NodeConnection on, boolean asking, boolean isPrimary, byte[]... words)
            throws IOException, RefusedException {
        if (asking) {
            on.call(ascii("ASKING"));
        }
        Object reply = on.call(words);
        if (reply instanceof RespError error) {
            throw new RefusedException(error, isPrimary, new String(words[0], StandardCharsets.US_ASCII));
        }
        return reply;
    }

    boolean secondaryIsAtLeast(int major, int minor) {
        return secondary.server().atLeast(major, minor);
    }

    boolean secondaryHasFieldTtls() {
        return hasFieldTtls(secondary);
    }

    /** Whether a server keeps times to live per hash field: Valkey since 9.0, Redis since 7.4. */
    static boolean hasFieldTtls(NodeConnection connection) {
        return connection.server().product().equals("valkey")
                ? connection.server().atLeast(9, 0)
                : connection.server().atLeast(7, 4);
    }

    static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] number(long value) {
        return ascii(Long.toString(value));
    }

    static String text(@Nullable Object word) {
        return word instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : String.valueOf(word);
    }
}
