package io.github.dualwrite.net;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens connections to the nodes of one configured target. Safe for any thread. */
public final class TargetConnector implements Connector {

    private final Target target;
    private final boolean untouching;
    private volatile @Nullable SSLContext context;

    /** What nodes that do not tell were seen to take. */
    private final Map<Node, Long> longestWords = new ConcurrentHashMap<>();

    /** Connects as {@code target} says. Files of its TLS settings are read with the first connection. */
    public TargetConnector(Target target) {
        this(target, false);
    }

    private TargetConnector(Target target, boolean untouching) {
        this.target = target;
        this.untouching = untouching;
    }

    /**
     * As {@link #TargetConnector(Target)}, and no command counts as a use of its keys: what a server evicts, and {@code OBJECT IDLETIME}, follow from
     * what others do. Where the server knows {@code CLIENT NO-TOUCH}, since 7.2, and allows it.
     */
    public static TargetConnector untouching(Target target) {
        return new TargetConnector(target, true);
    }

    @Override
    public NodeConnection connect(Node node) throws IOException {
        Socket socket = tcp(node);
        try {
            Tls tls = target.tls();
            Socket ready = tls == null ? socket : encrypted(socket, node, tls);
            SocketConnection connection = new SocketConnection(
                    target.name(), node, ready, target.timeouts().command().toNanos(), Watchdog.instance());
            authenticate(connection);
            identify(connection);
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** A configuration end point stands for many addresses: the first that answers is taken. */
    private Socket tcp(Node node) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(node.host());
        } catch (UnknownHostException e) {
            throw new IOException(
                    target.name() + ": host " + node.host() + " is unknown (expected: a name that DNS resolves)", e);
        }
        IOException last = null;
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(new InetSocketAddress(address, node.port()), (int)
                        target.timeouts().connect().toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw new IOException(
                target.name() + ": " + node + " cannot be reached: "
                        + (last == null ? "no address" : last.getMessage()),
                last);
    }

    private Socket encrypted(Socket socket, Node node, Tls tls) throws IOException {
        SSLContext known = context;
        if (known == null) {
            try {
                known = TlsContexts.of(tls);
            } catch (IOException e) {
                throw new IOException(target.name() + ": " + e.getMessage(), e);
            }
            if (tls.source() == null) {
                context = known; // files do not change; a source may
            }
        }
        SSLSocket encrypted = (SSLSocket) known.getSocketFactory().createSocket(socket, node.host(), node.port(), true);
        encrypted.setSSLParameters(TlsContexts.parameters(tls));
        encrypted.setSoTimeout((int) target.timeouts().connect().toMillis());
        try {
            encrypted.startHandshake();
        } catch (SSLException e) {
            throw new IOException(
                    target.name() + ": tls: the certificate of " + node
                            + " was not accepted, or ours was not (expected: one issued by "
                            + trusted(tls) + (tls.verifyHostname() ? " for host " + node.host() : "") + "): "
                            + e.getMessage(),
                    e);
        }
        return encrypted;
    }

    private static String trusted(Tls tls) {
        if (!tls.verifyCertificate()) {
            return "anybody";
        }
        if (tls.trustStore() != null) {
            return "an authority in " + tls.trustStore();
        }
        return tls.caCertificate() != null
                ? "an authority in " + tls.caCertificate()
                : "an authority that the Java platform trusts";
    }

    private void authenticate(SocketConnection connection) throws IOException {
        CredentialsProvider provider = target.credentials();
        if (provider == null) {
            return;
        }
        Credentials credentials;
        try {
            credentials = provider.get();
        } catch (RuntimeException e) {
            throw new IOException(target.name() + ": the credentials cannot be had: " + e.getMessage(), e);
        }
        String user = credentials.username();
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        byte[] auth = "AUTH".getBytes(StandardCharsets.US_ASCII);
        Object reply = user == null || user.isEmpty()
                ? connection.call(auth, password)
                : connection.call(auth, user.getBytes(StandardCharsets.UTF_8), password);
        if (reply instanceof RespError error) {
            throw new IOException(target.name() + ": " + connection.node() + " refused the credentials of user "
                    + (user == null || user.isEmpty() ? "default" : user)
                    + " (expected: a user name and password that the server accepts): " + error.message());
        }
    }

    /** Who is there, in one round trip. A server that forbids a question is still a server, but one that wants a password is not ours. */
    private void identify(SocketConnection connection) throws IOException {
        connection.send(ascii("CLIENT"), ascii("ID"));
        connection.send(ascii("INFO"), ascii("server"));
        connection.send(ascii("CONFIG"), ascii("GET"), ascii("proto-max-bulk-len"));
        connection.flush();
        Object id = connection.receive();
        Object info = connection.receive();
        Object longest = connection.receive();
        if (id instanceof RespError error && error.code().equals("NOAUTH")) {
            throw new IOException(target.name() + ": " + connection.node()
                    + " wants a password (expected: credentials in the configuration): " + error.message());
        }
        ServerIdentity server = info instanceof byte[] text
                ? ServerIdentity.fromInfo(new String(text, StandardCharsets.UTF_8))
                : new ServerIdentity("unknown", 0, 0, 0, "");
        connection.identified(server, id instanceof Long number ? number : -1);
        Node node = connection.node();
        long otherwise = longestWords.getOrDefault(node, ServerIdentity.LONGEST_WORD);
        connection.takes(
                longestWord(longest, otherwise),
                refused -> longestWords.merge(node, Math.max(ServerIdentity.SHORT_WORD, refused - 1), Math::min));
        if (untouching && server.atLeast(7, 2)) {
            connection.call(
                    ascii("CLIENT"), ascii("NO-TOUCH"), ascii("ON")); // where it is forbidden, reading counts as use
        }
    }

    private static long longestWord(@Nullable Object setting, long otherwise) {
        if (setting instanceof List<?> pair && pair.size() == 2 && pair.get(1) instanceof byte[] value) {
            try {
                return Long.parseLong(new String(value, StandardCharsets.US_ASCII));
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }
        return otherwise;
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
