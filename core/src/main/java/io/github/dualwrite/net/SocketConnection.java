package io.github.dualwrite.net;

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
import org.jspecify.annotations.Nullable;

/**
 * A connection over a blocking socket. Reads end with the command timeout; a write that the peer does not take is ended by {@link Watchdog},
 * which closes the socket, because blocking sockets know no write timeout.
 */
final class SocketConnection implements NodeConnection {

    private final String target;
    private final Node node;
    private final Socket socket;
    private final RespReader reader;
    private final RespWriter writer;
    private final Watchdog watchdog;
    private final long timeoutNanos;
    private ServerIdentity server = new ServerIdentity("unknown", 0, 0, 0, "");
    private long clientId = -1;
    private long deadline;
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
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left));
            return super.read(bytes, from, length);
        }
    }

    /** Only what reaches the socket can get stuck, so only that is watched. */
    private final class WatchedOutput extends FilterOutputStream {

        WatchedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
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

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void send(byte[]... words) throws IOException {
        requireUsable();
        try {
            writer.write(words);
        } catch (IOException e) {
            throw broke(reason(e), e);
        }
    }

    @Override
    public void flush() throws IOException {
        requireUsable();
        try {
            writer.flush();
        } catch (IOException e) {
            throw broke(reason(e), e);
        }
    }

    @Override
    public @Nullable Object receive() throws IOException {
        requireUsable();
        deadline = System.nanoTime() + timeoutNanos;
        try {
            return reader.read();
        } catch (SocketTimeoutException e) {
            throw broke("no reply within " + timeoutNanos / 1_000_000 + " ms", e);
        } catch (IOException e) {
            throw broke(reason(e), e);
        }
    }

    @Override
    public @Nullable Object call(String... words) throws IOException {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return call(bytes);
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
