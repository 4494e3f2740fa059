package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.listener.upstream.UpstreamConnection.Exchange;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.TlsContexts;
import io.github.dualwrite.resp.Command;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections to the primary's nodes: a few per node, shared by all clients, made when first needed. Safe for any thread. */
public final class Upstreams implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Upstreams.class);

    private static final int PER_NODE = 2;

    private record Place(Node node, int number) {}

    private record Line(Channel channel, UpstreamConnection connection) {}

    private final Target primary;
    private final EventLoopGroup group;
    private final @Nullable SSLContext tls;
    private final Map<Place, Line> lines = new ConcurrentHashMap<>();

    /** @throws IOException if the TLS settings cannot be used */
    public Upstreams(Target primary, EventLoopGroup group) throws IOException {
        this.primary = primary;
        this.group = group;
        Tls settings = primary.tls();
        this.tls = settings == null ? null : TlsContexts.of(settings);
    }

    /** Sends to a node. What one client sends to one node travels over one connection, in order. */
    public void send(Node node, int client, Exchange exchange) {
        Place place = new Place(node, Math.floorMod(client, PER_NODE));
        Line line = lines.compute(
                place, (p, known) -> known == null || known.connection().isClosed() ? connect(node) : known);
        line.connection().send(line.channel(), exchange);
    }

    private Line connect(Node node) {
        UpstreamConnection connection =
                new UpstreamConnection(node, primary.timeouts().command().toNanos());
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        primary.timeouts().connect().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(new SslHandler(engine(tls, node)));
                        }
                        channel.pipeline().addLast(connection);
                    }
                });
        var connecting = bootstrap.connect(node.host(), node.port());
        Channel channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                greet(connection, node);
            } else {
                Throwable cause = done.cause();
                connection.fail("cannot be reached: " + (cause == null ? "" : cause.getMessage()));
            }
        });
        return new Line(channel, connection);
    }

    private SSLEngine engine(SSLContext context, Node node) {
        SSLEngine engine = context.createSSLEngine(node.host(), node.port());
        engine.setUseClientMode(true);
        Tls settings = primary.tls();
        if (settings != null && settings.verifyHostname()) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    /** Authenticates where credentials are configured. Event loop of the new connection. */
    private void greet(UpstreamConnection connection, Node node) {
        CredentialsProvider provider = primary.credentials();
        if (provider == null) {
            identify(connection, node);
            return;
        }
        Credentials credentials = provider.get();
        String user = credentials.username();
        byte[] password = credentials.password().getBytes(StandardCharsets.UTF_8);
        Command auth = user == null || user.isEmpty()
                ? Command.of(Resp.ascii("AUTH"), password)
                : Command.of(Resp.ascii("AUTH"), user.getBytes(StandardCharsets.UTF_8), password);
        connection.greet(new Exchange() {
            @Override
            public List<Command> commands() {
                return List.of(auth);
            }

            @Override
            public void sending() {}

            @Override
            public void replied(List<byte[]> replies) {
                if (Resp.isError(replies.get(0))) {
                    log.error(
                            "{}: {} refused the credentials: {}", primary.name(), node, Resp.errorText(replies.get(0)));
                    connection.fail("refused the credentials");
                } else {
                    identify(connection, node);
                }
            }

            @Override
            public void lost(@Nullable ConnectionId over, String why) {
                connection.fail(why);
            }
        });
    }

    /** Asks what the primary calls the connection, before anything else is sent over it. Event loop of the new connection. */
    private static void identify(UpstreamConnection connection, Node node) {
        connection.greet(new Exchange() {
            @Override
            public List<Command> commands() {
                return List.of(Command.of("CLIENT", "ID"), Command.of("INFO", "server"));
            }

            @Override
            public void sending() {}

            @Override
            public void replied(List<byte[]> replies) {
                connection.identified(ConnectionId.of(node, Resp.parse(replies.get(0)), Resp.parse(replies.get(1))));
                connection.ready();
            }

            @Override
            public void lost(@Nullable ConnectionId over, String why) {
                connection.fail(why);
            }
        });
    }

    @Override
    public void close() {
        lines.values().forEach(line -> line.channel().close().awaitUninterruptibly(1, TimeUnit.SECONDS));
    }
}
