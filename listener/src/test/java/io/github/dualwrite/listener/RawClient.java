package io.github.dualwrite.listener;

import io.github.dualwrite.listener.wire.Frames;
import io.github.dualwrite.listener.wire.ReplyScanner;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that sends bytes and sees the bytes that come back, reply by reply. */
final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private byte[] bytes = new byte[1 << 16];
    private int from;
    private int to;

    RawClient(int port) throws IOException {
        this(new Socket(), port);
    }

    /** @param socket not connected; with whatever options it has */
    RawClient(Socket socket, int port) throws IOException {
        this.socket = socket;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
    }

    Socket socket() {
        return socket;
    }

    /** Sends bytes as they are. */
    RawClient send(byte[] raw) throws IOException {
        socket.getOutputStream().write(raw);
        return this;
    }

    /** Sends text as it is. */
    RawClient send(String raw) throws IOException {
        return send(raw.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a command; its words are what spaces part. */
    RawClient command(String words) throws IOException {
        return send(Frames.command(words.split(" ")));
    }

    /** Sends a command, and waits for the reply. */
    String ask(String words) throws IOException {
        command(words);
        return reply();
    }

    /** The next reply, byte for byte; line ends as spaces, and the last one left out. */
    String reply() throws IOException {
        ReplyScanner scanner = new ReplyScanner();
        while (true) {
            int length = from == to ? -1 : scanner.scan(bytes, from, to);
            if (length >= 0) {
                String reply = new String(bytes, from, length - 2, StandardCharsets.ISO_8859_1);
                from += length;
                return reply.replace("\r\n", " ");
            }
            if (to == bytes.length) {
                bytes = Arrays.copyOfRange(bytes, from, from + 2 * bytes.length);
                to -= from;
                from = 0;
            }
            int read = in.read(bytes, to, bytes.length - to);
            if (read < 0) {
                return "closed";
            }
            to += read;
        }
    }

    /** Whether nothing more comes but the end of the connection, orderly or not. */
    boolean isClosed() {
        try {
            return reply().equals("closed");
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
