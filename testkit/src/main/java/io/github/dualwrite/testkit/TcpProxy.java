package io.github.dualwrite.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A proxy in front of one address that can misbehave as networks do. Listens on a free port of the loopback address. Safe for any thread. */
public final class TcpProxy implements AutoCloseable {

    private static final long LOOK_NANOS = 1_000_000;
    private static final int LOOKS = 5;

    /** One client's connection and the one to the server that belongs to it. */
    private static final class Pair {
        final Socket client;
        final Socket server;
        volatile boolean stranded;
        volatile boolean carrying; // from the client to the server

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        boolean isDelivered() {
            return !carrying || (client.isClosed() && server.isClosed());
        }
    }

    private final ServerSocket listening;
    private final String host;
    private final int port;
    private final Set<Pair> open = ConcurrentHashMap.newKeySet();
    private volatile long latencyNanos;
    private volatile boolean holding;
    private volatile boolean refusing;
    private volatile boolean closed;

    private TcpProxy(ServerSocket listening, String host, int port) {
        this.listening = listening;
        this.host = host;
        this.port = port;
    }

    /** A proxy that lets everything pass. */
    public static TcpProxy to(String host, int port) {
        try {
            ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            TcpProxy proxy = new TcpProxy(socket, host, port);
            proxy.daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A proxy in front of a node. */
    public static TcpProxy to(LocalNode node) {
        return to(node.host(), node.port());
    }

    /** The port to connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** {@code host:port} to connect to. */
    public String endpoint() {
        return "127.0.0.1:" + port();
    }

    /** Everything passes again; what was held is delivered, late. */
    public void pass() {
        latencyNanos = 0;
        refusing = false;
        holding = false;
    }

    /** Every chunk of bytes waits this long, each way. */
    public void latency(Duration each) {
        latencyNanos = each.toNanos();
    }

    /** Connections are accepted and nothing passes; nothing is lost either: {@link #pass} delivers it. */
    public void blackHole() {
        holding = true;
    }

    /**
     * What is sent over the connections that are open now gets nowhere for the time being, although both ends believe it does, also when the client
     * gives up and closes; new connections pass.
     */
    public void strand() {
        open.forEach(pair -> pair.stranded = true);
    }

    /** Delivers what was stranded, and waits until the server has it, and is done with the connections that the client has given up. */
    public void deliver() {
        List<Pair> late = open.stream().filter(pair -> pair.stranded).toList();
        late.forEach(pair -> pair.stranded = false);
        int[] looks = new int[1];
        Waiting.until("what was stranded is delivered", () -> {
            looks[0] = late.stream().allMatch(Pair::isDelivered) ? looks[0] + 1 : 0;
            return looks[0] == LOOKS; // a carrier may have been between two pieces
        });
    }

    /** New connections are closed at once. */
    public void refuse() {
        refusing = true;
        reset();
    }

    /** Breaks every open connection with a reset. */
    public void reset() {
        for (Pair pair : open) {
            try {
                pair.client.setSoLinger(true, 0);
                pair.server.setSoLinger(true, 0);
            } catch (IOException e) {
                // closed meanwhile, which is what was wanted
            }
            close(pair);
        }
    }

    /** Clients read the end of their connections at once, while what they have sent and still send goes on to the server until it answers. */
    public void halfClose() {
        for (Pair pair : open) {
            try {
                pair.client.shutdownOutput();
            } catch (IOException e) {
                // closed meanwhile: no half of it is left
            }
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listening.accept();
                if (refusing) {
                    client.setSoLinger(true, 0);
                    client.close();
                    continue;
                }
                Socket server = new Socket();
                server.connect(new InetSocketAddress(host, port), 2_000);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Pair pair = new Pair(client, server);
                open.add(pair);
                daemon(() -> pump(pair, client, server));
                daemon(() -> pump(pair, server, client));
            } catch (IOException e) {
                if (closed) {
                    return;
                }
            }
        }
    }

    private void pump(Pair pair, Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int n;
            while ((n = in.read(buffer)) >= 0) {
                pair.carrying |= from == pair.client;
                if (latencyNanos > 0) {
                    LockSupport.parkNanos(latencyNanos);
                }
                while ((holding || pair.stranded) && !closed) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                out.write(buffer, 0, n);
                out.flush();
                pair.carrying &= from != pair.client;
            }
            pair.carrying |= from == pair.client; // the end
            while (pair.stranded && !closed) {
                LockSupport.parkNanos(LOOK_NANOS); // a farewell is as late as everything else
            }
            to.shutdownOutput();
            if (from == pair.server) {
                close(pair);
            }
        } catch (IOException e) {
            close(pair); // one side has gone: so does the other
        }
    }

    private void close(Pair pair) {
        open.remove(pair);
        for (Socket socket : List.of(pair.client, pair.server)) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is of no more use either way
            }
        }
    }

    private void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        holding = false;
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
    }
}
