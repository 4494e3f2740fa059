package io.github.dualwrite.listener.admin;

import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.listener.config.AdminSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the panel on a thread of its own, so that whoever looks, and however slowly, takes nothing from clients. It changes nothing: there is only
 * something to read.
 */
public final class AdminServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    private static final int MOST_BODY = 4_096;
    private static final int IDLE_SECONDS = 30;

    private final EventLoopGroup group;
    private final Channel listening;
    private final Guard guard;
    private final Routes routes;
    private final MetricsPage metrics;

    private AdminServer(EventLoopGroup group, Channel listening, Guard guard, Routes routes, MetricsPage metrics) {
        this.group = group;
        this.listening = listening;
        this.guard = guard;
        this.routes = routes;
        this.metrics = metrics;
    }

    /**
     * Starts serving.
     *
     * @throws IOException if the address cannot be listened on
     */
    public static AdminServer start(AdminSettings settings, Engine engine, Traffic traffic, String version)
            throws IOException {
        Clock clock = Clock.systemUTC();
        Guard guard = new Guard(settings);
        History history = new History(engine, traffic, System::nanoTime);
        MetricsPage metrics = new MetricsPage(engine, traffic);
        Routes routes = new Routes(new Statuses(engine, traffic, version, clock), history, metrics, clock);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("dualwrite-admin", true), NioIoHandler.newFactory());
        group.scheduleAtFixedRate(() -> history.sample(clock.millis()), 1, 1, TimeUnit.SECONDS);
        try {
            Channel channel = bind(settings.listen(), group, guard, routes);
            log.info("admin panel: http:/{}/", channel.localAddress());
            return new AdminServer(group, channel, guard, routes, metrics);
        } catch (IOException e) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            metrics.close();
            throw e;
        }
    }

    private static Channel bind(Endpoint address, EventLoopGroup group, Guard guard, Routes routes) throws IOException {
        var binding = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 64)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new ReadTimeoutHandler(IDLE_SECONDS),
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MOST_BODY),
                                        new AdminHandler(guard, routes));
                    }
                })
                .bind(new InetSocketAddress(address.host(), address.port()))
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            Throwable cause = binding.cause();
            throw new IOException(
                    "admin.listen: " + address
                            + " (expected: an address of this machine with a free port, or admin: false): "
                            + (cause == null ? "" : cause.getMessage()),
                    cause);
        }
        return binding.channel();
    }

    /** The port it listens on; useful where the configuration says 0. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * From now on this token.
     *
     * @throws IOException if there was one and now is none, or the other way round: that needs a restart
     */
    public void replaceToken(@Nullable String token) throws IOException {
        if ((token != null) != guard.hasToken()) {
            throw new IOException("admin.token: switched on or off (expected: a restart for that)");
        }
        guard.token(token);
    }

    /** From now on not ready: whoever asks sends nobody here any more. */
    public void closing() {
        routes.closing();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        metrics.close();
    }
}
