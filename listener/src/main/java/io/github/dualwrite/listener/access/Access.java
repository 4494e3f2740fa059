package io.github.dualwrite.listener.access;

import io.github.dualwrite.listener.config.AccessSettings;
import io.github.dualwrite.listener.config.ServerTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect. Safe for any thread; waits for nothing. Users and certificates can be {@linkplain #replace replaced} at any moment: every
 * question is answered by what holds then, and connections that are there stay.
 */
public final class Access implements Authenticator {

    private static final long HANDSHAKE_SECONDS = 10;

    private volatile State state;

    private Access(State state) {
        this.state = state;
    }

    /**
     * From settings.
     *
     * @throws IOException if a TLS file cannot be read or does not hold what it should; the message names the setting and the file
     */
    public static Access of(AccessSettings settings) throws IOException {
        return new Access(State.of(settings));
    }

    @Override
    public boolean isRequired() {
        return !state.users.isEmpty();
    }

    /** As long for a wrong answer as for a right one. */
    @Override
    public boolean accepts(byte[] user, byte[] password) {
        return state.users.accept(new String(user, StandardCharsets.UTF_8), password);
    }

    /** What stands first in a new connection's pipeline, or {@code null} where clients connect without encryption. */
    public @Nullable SslHandler tlsHandler(ByteBufAllocator allocator) {
        SslContext context = state.tls;
        if (context == null) {
            return null;
        }
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    /**
     * From now on these users and certificates. A listener with TLS stays one with TLS, and one with passwords one with passwords: what was
     * refused at the start is not let in by a change of a file.
     *
     * @throws IOException as {@link #of} does; then everything stays as it was
     */
    public void replace(AccessSettings settings) throws IOException {
        State next = State.of(settings);
        if ((next.tls == null) != (state.tls == null) || next.users.isEmpty() != state.users.isEmpty()) {
            throw new IOException("users, tls: switched on or off (expected: a restart for that)");
        }
        state = next;
    }

    private record State(Users users, @Nullable SslContext tls) {

        static State of(AccessSettings settings) throws IOException {
            ServerTls tls = settings.tls();
            return new State(new Users(settings.users()), tls == null ? null : ServerTlsContexts.of(tls));
        }
    }
}
