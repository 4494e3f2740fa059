package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.net.ConnectionId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.csc.CacheConnection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * A pooled connection to a primary node, as its borrower sees it: every command is begun at the engine before it is sent, every reply completes
 * the command it belongs to. This is the one place where Jedis and the engine meet: the command methods, generic commands, pipelines,
 * transactions and connections taken by hand all send and read through a {@link Connection}.
 *
 * <p>For one thread at a time, like any Jedis connection. What the caller sees is what the wrapped connection does: its replies, its exceptions.
 */
class RecordingConnection extends Connection {

    private final Connection real;
    private final HostAndPort node;
    private final ConnectionIds ids;
    private final Recorder recorder;
    private boolean unflushed;
    private boolean identified;

    RecordingConnection(Connection real, HostAndPort node, Engine engine, ConnectionIds ids) {
        super(new DefaultJedisSocketFactory(node)); // never used to connect; Jedis asks it for the address
        this.real = real;
        this.node = node;
        this.ids = ids;
        this.protocol = real.getRedisProtocol();
        this.recorder = new Recorder(engine);
    }

    @Override
    public void sendCommand(CommandArguments args) {
        if (!identified) {
            ids.ask(real, node);
            identified = true;
        }
        recorder.begin(Arguments.command(args));
        boolean sent = false;
        try {
            real.sendCommand(args);
            sent = true;
            unflushed = true;
        } finally {
            if (!sent) {
                recorder.connectionLost(this::id); // part of it may have left
            }
        }
    }

    final ConnectionId id() {
        return ids.of(real, node);
    }

    /** With a client-side cache the wrapped connection keeps it: it alone may answer a read. Everything else is sent and read here. */
    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        return real instanceof CacheConnection && recorder.isPlainRead(Arguments.command(command.getArguments()))
                ? real.executeCommand(command)
                : super.executeCommand(command);
    }

    @Override
    protected void flush() {
        // the real connection flushes with the next read: nobody waits for a reply in between
    }

    @Override
    protected @Nullable Object readProtocolWithCheckingBroken() {
        boolean answered = false;
        try {
            Object reply = unflushed ? real.getOne() : real.getUnflushedObject();
            answered = true;
            unflushed = false;
            recorder.completed(reply);
            return reply;
        } catch (JedisRedirectionException e) {
            answered = true;
            unflushed = false;
            recorder.redirected();
            throw e;
        } catch (JedisConnectionException e) {
            throw e;
        } catch (JedisDataException e) {
            answered = true;
            unflushed = false;
            recorder.failed(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            if (!answered) {
                recorder.connectionLost(this::id);
            }
        }
    }

    @Override
    public void connect() {
        real.connect();
    }

    @Override
    public boolean isConnected() {
        return real.isConnected();
    }

    @Override
    public boolean isBroken() {
        return real.isBroken();
    }

    @Override
    public void setBroken() {
        real.setBroken();
    }

    @Override
    public int getSoTimeout() {
        return real.getSoTimeout();
    }

    @Override
    public void setSoTimeout(int soTimeout) {
        real.setSoTimeout(soTimeout);
    }

    @Override
    public void setTimeoutInfinite() {
        real.setTimeoutInfinite();
    }

    @Override
    public void rollbackTimeout() {
        real.rollbackTimeout();
    }

    @Override
    public void setCredentials(RedisCredentials credentials) {
        real.setCredentials(credentials);
    }

    @Override
    public String reAuthenticate() {
        return real.reAuthenticate();
    }

    @Override
    public boolean ping() {
        return real.ping();
    }

    @Override
    public void disconnect() {
        try {
            real.disconnect();
        } finally {
            recorder.connectionLost(this::id);
        }
    }

    @Override
    public void forceDisconnect() throws IOException {
        try {
            real.forceDisconnect();
        } finally {
            recorder.connectionLost(this::id);
        }
    }

    /** Returns the connection to its pool; a command whose reply was never read has an unknown outcome. */
    @Override
    public void close() {
        boolean unfinished = recorder.isUnfinished();
        try {
            if (unfinished) {
                real.setBroken(); // replies still to come, or an open MULTI, would meet the next borrower
            }
            giveBack();
        } finally {
            if (unfinished) {
                recorder.connectionLost(this::id);
            }
        }
    }

    /** The pool holds the wrapped connection. */
    void giveBack() {
        real.close();
    }

    /** As any connection of Jedis does. */
    final void closeOrReturn() {
        super.close();
    }

    final Recorder recorder() {
        return recorder;
    }

    @Override
    public String toIdentityString() {
        return real.toIdentityString();
    }

    @Override
    public String toString() {
        return real.toString();
    }
}
