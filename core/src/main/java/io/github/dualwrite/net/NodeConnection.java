package io.github.dualwrite.net;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated connection to one node, for one thread at a time: commands are buffered, flushed, and their replies read in order.
 *
 * <p>After any {@link IOException} the connection is {@linkplain #isBroken() broken} and only good for closing: what it had sent without
 * a reply may or may not be executed, now or later.
 */
public interface NodeConnection extends Closeable {

    /** The node this connection leads to. */
    Node node();

    /** Buffers one command; writes to the socket only when the buffer is full. */
    void send(byte[]... words) throws IOException;

    /** As {@link #send(byte[]...)}, with a command that is a RESP array of short bulk strings already, among other bytes. */
    void sendEncoded(byte[] bytes, int from, int length) throws IOException;

    /** Writes out what is buffered. */
    void flush() throws IOException;

    /**
     * Reads the next reply, waiting for the target's command timeout at most. A server's error is returned as a
     * {@link io.github.dualwrite.resp.RespError}, not thrown.
     *
     * @return a reply as described in {@link io.github.dualwrite.resp.Replies}
     * @throws IOException if the connection breaks or the time is over; then it is broken
     */
    @Nullable
    Object receive() throws IOException;

    /**
     * Reads the next reply if it is exactly these bytes, as they go over the wire.
     *
     * @return {@code false} if it is another, or has come in part only: then nothing was read
     * @throws IOException as {@link #receive()}
     */
    boolean receives(byte[] bytes, int from, int length) throws IOException;

    /**
     * As {@link #receive()}, but a reply of more than {@code most} bytes is thrown away while it arrives.
     *
     * @return the reply, or a {@link io.github.dualwrite.resp.TooLong}
     */
    default @Nullable Object receive(long most) throws IOException {
        return receive();
    }

    /** Sends one command, flushes and reads its reply. Nothing else may be outstanding. */
    default @Nullable Object call(byte[]... words) throws IOException {
        send(words);
        flush();
        return receive();
    }

    /** As {@link #call(byte[]...)}, with words as UTF-8 text. */
    @Nullable
    Object call(String... words) throws IOException;

    /** What the server said of itself when the connection was made. */
    ServerIdentity server();

    /** How many bytes one word of a command may have: the server ends a connection over which more is announced. */
    default long longestWord() {
        return ServerIdentity.LONGEST_WORD;
    }

    /** The server's id of this connection ({@code CLIENT ID}), or -1 where the server does not tell. */
    long clientId();

    /** This connection as the server knows it. */
    default ConnectionId id() {
        return new ConnectionId(node(), server().runId(), clientId());
    }

    /** Whether a read or write failed; a broken connection is closed and never used again. */
    boolean isBroken();

    /** Closes the socket without throwing. */
    @Override
    void close();
}
