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
import io.github.dualwrite.listener.client.ClientSession;
import io.github.dualwrite.listener.command.Dispatcher;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.listener.upstream.Upstreams;
import io.github.dualwrite.listener.wire.RequestDecoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener: accepts clients, passes their commands to the primary, and has the engine bring every write to the secondaries. */
public final class Listener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final Access access;
    private final CountedTraffic traffic;
    private final Engine engine;
    private final EventLoopGroup group;
    private final Upstreams upstreams;
    private final Channel listening;

    private Listener(
            Access access,
            CountedTraffic traffic,
            Engine engine,
            EventLoopGroup group,
            Upstreams upstreams,
            Channel listening) {
        this.access = access;
        this.traffic = traffic;
        this.engine = engine;
        this.group = group;
        this.upstreams = upstreams;
        this.listening = listening;
    }

    /**
     * Starts the engine and listens. Returns when clients can connect; secondaries that are down are no obstacle.
     *
     * @throws ConfigException if the configuration cannot be used, with every problem
     * @throws IOException if the address cannot be listened on, or a TLS file cannot be read
     */
    public static Listener start(ListenerConfig config) throws IOException {
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
        CountedTraffic traffic = new CountedTraffic();
        Engine engine = EngineStart.start(config.dualWrite());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        try {
            Upstreams upstreams = new Upstreams(config.dualWrite().primary(), group);
            Dispatcher dispatcher = new Dispatcher(engine, upstreams);
            Channel channel = bind(config.listen(), group, access, traffic, dispatcher);
            log.info("listening on {}", channel.localAddress());
            return new Listener(access, traffic, engine, group, upstreams, channel);
        } catch (IOException | RuntimeException e) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            engine.close();
            throw e;
        }
    }

    private static Channel bind(
            Endpoint address, EventLoopGroup group, Access access, CountedTraffic traffic, Dispatcher dispatcher)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslHandler tls = access.tlsHandler(channel.alloc());
                        if (tls != null) {
                            channel.pipeline().addLast(tls);
                        }
                        channel.pipeline().addLast(new RequestDecoder());
                        if (access.isRequired()) {
                            channel.pipeline().addLast(new PasswordGate(access));
                        }
                        channel.pipeline().addLast(new TrafficHandler(traffic), new ClientSession(dispatcher));
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

    /** How much comes in. */
    public Traffic traffic() {
        return traffic;
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
        engine.close();
        upstreams.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        log.info("closed");
    }
}
