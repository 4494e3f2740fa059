package io.github.dualwrite.net;

import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.resp.RespReader;
import io.github.dualwrite.resp.RespWriter;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a blocking socket. Reads end with the command timeout; a write that the peer does not take is ended by {@link Watchdog},
 * which closes the socket, because blocking sockets know no write timeout. Of what is long, every megabyte has the timeout's time: how long a value
 * may be is no question of the network's speed.
 */
final class SocketConnection implements NodeConnection {

    private static final int PIECE = 1 << 20;

    /** What a server says before it ends a connection over which more was announced than it takes. */
    private static final String TOO_LONG = "invalid bulk length";

    private static final long LAST_WORDS_NANOS = 200_000_000;
    private static final int MOST_LAST_WORDS = 10_000;

    private final String target;
    private final Node node;
    private final Socket socket;
    private final RespReader reader;
    private final RespWriter writer;
    private final Watchdog watchdog;
    private final long timeoutNanos;
    private ServerIdentity server = new ServerIdentity("unknown", 0, 0, 0, "");
    private long clientId = -1;
    private long longestWord = ServerIdentity.LONGEST_WORD;
    private LongConsumer tooLong = length -> {};
    private long longestSent;
    private long allowed; // from the next read on; the clock is not asked for replies that have come already
    private long deadline;
    private long sinceDeadline;
    private long patience; // for each further megabyte
    private volatile boolean broken;

    SocketConnection(String target, Node node, Socket socket, long timeoutNanos, Watchdog watchdog) throws IOException {
        this.target = target;
        this.node = node;
        this.socket = socket;
        this.timeoutNanos = timeoutNanos;
        this.watchdog = watchdog;
        this.reader = new RespReader(new DeadlineInput(socket.getInputStream()));
        this.writer = new RespWriter(new WatchedOutput(socket.getOutputStream()));
    }

    /** Reads of a peer that trickles bytes must end too, so every read gets what is left of the whole reply's time. */
    private final class DeadlineInput extends FilterInputStream {

        DeadlineInput(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            long now = System.nanoTime();
            if (allowed > 0) {
                deadline = now + allowed;
                allowed = 0;
            }
            long left = (deadline - now) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left));
            int read = super.read(bytes, from, length);
            sinceDeadline += read;
            if (sinceDeadline >= PIECE) {
                deadline = patience == 0 ? deadline : System.nanoTime() + patience;
                sinceDeadline = 0;
            }
            return read;
        }
    }

    /** Only what reaches the socket can get stuck, so only that is watched. */
    private final class WatchedOutput extends FilterOutputStream {

        WatchedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            for (int at = from; at < from + length; at += PIECE) {
                piece(bytes, at, Math.min(PIECE, from + length - at));
            }
        }

        private void piece(byte[] bytes, int from, int length) throws IOException {
            Watchdog.Watch watch = watchdog.watch(socket, timeoutNanos);
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw watch.barked() ? new IOException("took no bytes for " + timeoutNanos / 1_000_000 + " ms", e) : e;
            } finally {
                watch.end();
            }
        }
    }

    void identified(ServerIdentity identity, long id) {
        this.server = identity;
        this.clientId = id;
    }

    /**
     * @param longest the longest word that the server takes
     * @param refused told the length of a word that it did not take
     */
    void takes(long longest, LongConsumer refused) {
        this.longestWord = longest;
        this.tooLong = refused;
    }

    private void await(long nanos, long forEachMegabyte) {
        allowed = nanos;
        patience = forEachMegabyte;
        sinceDeadline = 0;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void send(byte[]... words) throws IOException {
        requireUsable();
        for (byte[] word : words) {
            longestSent = Math.max(longestSent, word.length);
        }
        try {
            writer.write(words);
        } catch (IOException e) {
            throw notTaken(e);
        }
    }

    @Override
    public void sendEncoded(byte[] bytes, int from, int length) throws IOException {
        requireUsable();
        try {
            writer.writeEncoded(bytes, from, length);
        } catch (IOException e) {
            throw notTaken(e);
        }
    }

    @Override
    public void flush() throws IOException {
        requireUsable();
        try {
            writer.flush();
        } catch (IOException e) {
            throw notTaken(e);
        }
    }

    /** A server says why it ends a connection before it does, which may be read even when nothing can be written any more. */
    private IOException notTaken(IOException cause) {
        if (longestSent > ServerIdentity.SHORT_WORD && !socket.isClosed()) {
            await(LAST_WORDS_NANOS, 0);
            try {
                for (int i = 0; i < MOST_LAST_WORDS; i++) {
                    if (isTooLong(reader.read(PIECE))) {
                        return broke("takes no word of " + longestSent + " bytes", cause);
                    }
                }
            } catch (IOException e) {
                // it has said nothing, or nothing more
            }
        }
        return broke(reason(cause), cause);
    }

    private boolean isTooLong(@Nullable Object reply) {
        boolean is = longestSent > ServerIdentity.SHORT_WORD
                && reply instanceof RespError error
                && error.message().contains(TOO_LONG);
        if (is) {
            tooLong.accept(longestSent);
        }
        return is;
    }

    @Override
    public @Nullable Object receive() throws IOException {
        return receive(Long.MAX_VALUE);
    }

    @Override
    public @Nullable Object receive(long most) throws IOException {
        requireUsable();
        await(timeoutNanos, timeoutNanos);
        Object reply;
        try {
            reply = reader.read(most);
        } catch (IOException e) {
            throw unread(e);
        }
        if (isTooLong(reply)) {
            throw broke("takes no word of " + longestSent + " bytes", new IOException(TOO_LONG));
        }
        return reply;
    }

    @Override
    public @Nullable Object call(String... words) throws IOException {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return call(bytes);
    }

    @Override
    public boolean receives(byte[] bytes, int from, int length) throws IOException {
        requireUsable();
        await(timeoutNanos, timeoutNanos);
        try {
            return reader.skips(bytes, from, length);
        } catch (IOException e) {
            throw unread(e);
        }
    }

    private IOException unread(IOException e) {
        return e instanceof SocketTimeoutException
                ? broke("no reply within " + timeoutNanos / 1_000_000 + " ms", e)
                : broke(reason(e), e);
    }

    private void requireUsable() throws IOException {
        if (broken) {
            throw new IOException(target + ": connection to " + node + " is broken");
        }
    }

    private IOException broke(String what, IOException cause) {
        close();
        return new IOException(target + ": " + node + ": " + what, cause);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public ServerIdentity server() {
        return server;
    }

    @Override
    public long longestWord() {
        return longestWord;
    }

    @Override
    public long clientId() {
        return clientId;
    }

    @Override
    public boolean isBroken() {
        return broken;
    }

    @Override
    public void close() {
        broken = true;
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to be done for a socket that cannot even be closed
        }
    }
}
