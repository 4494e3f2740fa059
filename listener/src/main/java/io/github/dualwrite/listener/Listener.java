package io.github.dualwrite.listener;

import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Problem;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.engine.EngineStart;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.listener.access.Access;
import io.github.dualwrite.listener.admin.Traffic;
import io.github.dualwrite.listener.client.ClientHandler;
import io.github.dualwrite.listener.client.Clients;
import io.github.dualwrite.listener.client.Profile;
import io.github.dualwrite.listener.client.Requests;
import io.github.dualwrite.listener.command.Commands;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.upstream.Upstreams;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener: accepts clients, passes their commands to the primary, and has the engine bring every write to the secondaries. */
public final class Listener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final Access access;
    private final Engine engine;
    private final Clients clients;
    private final Loops loops;
    private final ExecutorService mayWait;
    private final Channel listening;

    private Listener(
            Access access, Engine engine, Clients clients, Loops loops, ExecutorService mayWait, Channel listening) {
        this.access = access;
        this.engine = engine;
        this.clients = clients;
        this.loops = loops;
        this.mayWait = mayWait;
        this.listening = listening;
    }

    /**
     * Starts the engine and listens. Returns when clients can connect; secondaries that are down are no obstacle.
     *
     * @throws ConfigException if the configuration cannot be used, with every problem
     * @throws IOException if the address cannot be listened on, or a TLS file cannot be read
     */
    public static Listener start(ListenerConfig config) throws IOException {
        return start(config, Transport.best());
    }

    static Listener start(ListenerConfig config, Transport transport) throws IOException {
        List<Problem> waiting = config.dualWrite().secondaries().stream()
                .filter(target -> target.replication().ack() == Ack.SYNC)
                .map(target -> new Problem(
                        "clusters." + target.name() + ".ack",
                        "sync",
                        "async: the listener's threads serve all clients and never wait"))
                .toList();
        if (!waiting.isEmpty()) {
            throw new ConfigException(waiting);
        }
        Access access = Access.of(config.access());
        Engine engine = EngineStart.start(config.dualWrite());
        Loops loops = null;
        ExecutorService mayWait = Executors.newFixedThreadPool(2, new DefaultThreadFactory("dualwrite-learning", true));
        try {
            int threads = config.serving().actualThreads();
            loops = new Loops(threads, transport, config.dualWrite().primary(), engine);
            Clients clients = new Clients(config.serving().limits());
            Requests requests = Commands.router(engine, clients, access, config.serving(), mayWait);
            Channel channel = bind(config.listen(), transport, loops, access, clients, requests);
            loops.group().scheduleAtFixedRate(clients::closeIdle, 1, 1, TimeUnit.SECONDS);
            log.info("listening on {} with {} threads and {}", channel.localAddress(), threads, transport.name());
            return new Listener(access, engine, clients, loops, mayWait, channel);
        } catch (IOException | RuntimeException e) {
            if (loops != null) {
                loops.close();
            }
            mayWait.shutdownNow();
            engine.close();
            throw e;
        }
    }

    private static Channel bind(
            Endpoint address, Transport transport, Loops loops, Access access, Clients clients, Requests requests)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(transport.server())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Upstreams upstreams = loops.of(channel.eventLoop());
                        SslHandler tls = access.tlsHandler(channel.alloc());
                        if (tls == null) {
                            upstreams.turn().share(channel);
                        } else {
                            channel.pipeline().addLast(tls);
                        }
                        channel.pipeline().addLast(new ClientHandler(clients, upstreams, requests, access));
                    }
                });
        var binding = bootstrap
                .bind(new InetSocketAddress(address.host(), address.port()))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            Throwable cause = binding.cause();
            throw new IOException(
                    "listen: " + address + " (expected: an address of this machine with a free port): "
                            + (cause == null ? "" : cause.getMessage()),
                    cause);
        }
        return binding.channel();
    }

    /** The port it listens on; useful where the configuration says 0. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Who may connect; replaceable while it runs. */
    public Access access() {
        return access;
    }

    /** Those who are connected. */
    public Clients clients() {
        return clients;
    }

    /** How much comes in. */
    public Traffic traffic() {
        return new CountedTraffic(clients);
    }

    /** The engine behind it. */
    public Engine engine() {
        return engine;
    }

    /** How every secondary is doing. */
    public List<SecondaryStatus> status() {
        return engine.status();
    }

    /** Waits until the listener is closed. */
    public void awaitClosed() throws InterruptedException {
        listening.closeFuture().await();
    }

    /** Stops accepting, drains the engine within the configured time, and ends all connections. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        clients.all().forEach(Profile::kill);
        loops.closeConnections();
        engine.close();
        mayWait.shutdownNow();
        loops.close();
        log.info("closed");
    }
}
