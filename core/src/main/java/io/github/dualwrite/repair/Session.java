package io.github.dualwrite.repair;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.PageSize;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.resp.TooLong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One copy under way: asks on one side, tells on the other, and leaves the copy as soon as a server answers with an error, or before one is
 * sent more than it takes.
 */
final class Session {

    private static final String TOO_LONG = "TOOLONG";
    private static final byte[] ASKING = ascii("ASKING");
    private static final byte[] PEXPIRE = ascii("PEXPIRE");
    private static final byte[] LIFETIME_MILLIS = ascii("600000");
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final NodeConnection primary;
    private final NodeConnection secondary;
    private final boolean askingPrimary;
    private final boolean askingSecondary;
    private final List<String> queued = new ArrayList<>();
    private byte @Nullable [] temporary;
    private long keptAt;

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
        private final String description;

        RefusedException(RespError error, boolean byPrimary, String command) {
            this(
                    error,
                    (byPrimary ? "the primary" : "the secondary") + " answered " + command + " with "
                            + error.message());
        }

        /** Refused by ourselves, for good. */
        RefusedException(String description) {
            this(new RespError(TOO_LONG), description);
        }

        private RefusedException(RespError error, String description) {
            super(error.message());
            this.error = error;
            this.description = description;
        }

        RespError error() {
            return error;
        }

        /** Whether it is for the length of what was to be sent alone. */
        boolean isTooLong() {
            return error.message().equals(TOO_LONG);
        }

        String describe() {
            return description;
        }
    }

    @Nullable
    Object read(byte[]... words) throws IOException, RefusedException {
        return answer(primary, askingPrimary, Long.MAX_VALUE - 1, words);
    }

    List<?> readList(byte[]... words) throws IOException, RefusedException {
        return read(words) instanceof List<?> list ? list : List.of();
    }

    /** Asks for some elements of a large value, as many as {@code size} says, and again for fewer if those are too large. */
    List<?> readPage(PageSize size, IntFunction<byte[][]> question) throws IOException, RefusedException {
        while (true) {
            byte[][] words = question.apply(size.elements());
            Object reply = ask(primary, askingPrimary, size.most(), words);
            if (size.fits(reply)) {
                return checked(primary, reply, words) instanceof List<?> list ? list : List.of();
            }
        }
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
        keep();
        requireTaken(words);
        return answer(secondary, askingSecondary, Long.MAX_VALUE, words);
    }

    @Nullable
    Object write(List<byte[]> words) throws IOException, RefusedException {
        return write(words.toArray(new byte[0][]));
    }

    /** Writes without waiting for the answer: {@link #settle} does, before anything else is asked of the secondary. */
    void queue(byte[]... words) throws IOException, RefusedException {
        requireTaken(words);
        if (askingSecondary) {
            secondary.send(ASKING);
            queued.add("ASKING");
        }
        secondary.send(words);
        queued.add(name(words));
    }

    /** Reads the answers to what was queued; all of them, whatever they are. */
    void settle() throws IOException, RefusedException {
        secondary.flush();
        RefusedException refused = null;
        for (String command : queued) {
            if (secondary.receive() instanceof RespError error && refused == null) {
                refused = new RefusedException(error, false, command);
            }
        }
        queued.clear();
        if (refused != null) {
            throw refused;
        }
        keep();
    }

    /** Lets a temporary key that now exists expire, should nobody come back for it. */
    void guard(byte[] key) throws IOException, RefusedException {
        temporary = key;
        keptAt = System.nanoTime();
        answer(secondary, askingSecondary, Long.MAX_VALUE, PEXPIRE, key, LIFETIME_MILLIS);
    }

    /** A copy may take longer than a temporary key that nobody comes back for is left to live. */
    private void keep() throws IOException, RefusedException {
        byte[] key = temporary;
        if (key != null && System.nanoTime() - keptAt > KEPT_NANOS) {
            guard(key);
        }
    }

    private void requireTaken(byte[]... words) throws IOException, RefusedException {
        long longest = secondary.longestWord();
        for (byte[] word : words) {
            if (word.length > longest) {
                if (!queued.isEmpty()) {
                    settle();
                }
                throw new RefusedException("the secondary takes no " + name(words) + " with " + word.length
                        + " bytes in one word (expected: at most " + longest + ", its proto-max-bulk-len)");
            }
        }
    }

    private @Nullable Object answer(NodeConnection on, boolean asking, long most, byte[]... words)
            throws IOException, RefusedException {
        return checked(on, ask(on, asking, most, words), words);
    }

    private static @Nullable Object ask(NodeConnection on, boolean asking, long most, byte[]... words)
            throws IOException {
        if (asking) {
            on.call(ASKING);
        }
        on.send(words);
        on.flush();
        return on.receive(most);
    }

    private @Nullable Object checked(NodeConnection on, @Nullable Object reply, byte[]... words)
            throws RefusedException {
        if (reply instanceof RespError error) {
            throw new RefusedException(error, on == primary, name(words));
        }
        if (reply instanceof TooLong tooLong) {
            throw new RefusedException("the answer to " + name(words) + " has a word of more than 512 MiB among its "
                    + tooLong.bytes() + " bytes");
        }
        return reply;
    }

    private static String name(byte[]... words) {
        return new String(words[0], StandardCharsets.US_ASCII);
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
