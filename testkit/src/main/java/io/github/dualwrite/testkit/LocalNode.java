package io.github.dualwrite.testkit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/** One server of a local cluster: a process of its own on a port of its own. Safe for any thread. */
public final class LocalNode {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final ServerOptions options;
    private final int port;
    private final Path folder;
    private ServerProcess process;

    LocalNode(ServerOptions options, int port, Path folder) {
        this.options = options;
        this.port = port;
        this.folder = folder;
        this.process = ServerProcess.start(options, port, folder);
    }

    /** Always the loopback address. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port, the same after a restart. */
    public int port() {
        return port;
    }

    /** {@code host:port}. */
    public String endpoint() {
        return host() + ":" + port;
    }

    /** The process's id. */
    public synchronized long pid() {
        return process.pid();
    }

    /** Where its output goes. */
    public Path logFile() {
        return folder.resolve("server.log");
    }

    /** Whether the process runs, frozen or not. */
    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the process where it stands; its sockets stay open. */
    public synchronized void freeze() {
        process.freeze();
    }

    /** Lets a frozen process go on. */
    public synchronized void thaw() {
        process.thaw();
    }

    /** Kills the process without warning, and waits for its end. */
    public synchronized void kill() {
        process.kill();
    }

    /** Asks the process to end, and waits. */
    public synchronized void stop() {
        process.terminate();
    }

    /** Starts a process that has ended again, on the same port with the same cluster configuration and whatever it had saved. */
    public synchronized void restart() {
        if (process.isAlive()) {
            process.terminate();
        }
        process = ServerProcess.start(options, port, folder);
        awaitAnswer();
    }

    /** Waits until the process answers. */
    void awaitAnswer() {
        Waiting.until("node " + endpoint() + " answers; its log is " + logFile(), () -> {
            if (!isAlive()) {
                throw new IllegalStateException("node " + endpoint() + " has ended:\n" + Waiting.tail(logFile()));
            }
            Object reply = command("PING");
            return reply instanceof byte[] pong && SafeEncoder.encode(pong).equals("PONG");
        });
    }

    /** A connection with the rights of an administrator; the caller closes it. */
    public Connection connect() {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS);
        if (options.password() != null) {
            config.password(options.password());
        }
        TestCertificates tls = options.tls();
        if (tls != null) {
            config.ssl(true)
                    .sslSocketFactory(tls.sslContext().getSocketFactory())
                    .sslParameters(new SSLParameters()); // names are not the matter here
        }
        return new Connection(new HostAndPort(host(), port), config.build());
    }

    /** Sends one command as an administrator. Returns Jedis's raw reply; an error reply is thrown as Jedis throws it. */
    public @Nullable Object command(String... words) {
        return command(Arrays.stream(words).map(SafeEncoder::encode).toArray(byte[][]::new));
    }

    /** Sends one command of bytes as an administrator. */
    public @Nullable Object command(byte[]... words) {
        try (Connection connection = connect()) {
            return command(connection, words);
        }
    }

    static @Nullable Object command(Connection connection, byte[]... words) {
        ProtocolCommand name = () -> words[0];
        CommandArguments arguments = new CommandArguments(name);
        for (int i = 1; i < words.length; i++) {
            arguments.add(words[i]);
        }
        return connection.executeCommand(arguments);
    }

    /** The reply as text: bytes decoded, lists as Java prints them. */
    public String text(String... words) {
        return show(command(words));
    }

    static String show(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return SafeEncoder.encode(bytes);
        }
        if (reply instanceof List<?> list) {
            return list.stream().map(LocalNode::show).toList().toString();
        }
        return String.valueOf(reply);
    }

    /** Tells the cluster's clients another port than its own, for example that of a proxy in front of it; 0 for its own. */
    public void announce(int otherPort) {
        command("CONFIG", "SET", "cluster-announce-port", Integer.toString(otherPort));
    }

    /** Whether the node answers within a moment. */
    public boolean answers() {
        try {
            return isAlive() && text("PING").equals("PONG");
        } catch (JedisException e) {
            return false;
        }
    }

    synchronized void close() {
        process.kill();
    }

    @Override
    public String toString() {
        return endpoint();
    }
}
