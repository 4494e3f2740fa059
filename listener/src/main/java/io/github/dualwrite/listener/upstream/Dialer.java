package io.github.dualwrite.listener.upstream;

import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.listener.loop.Turn;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.TlsContexts;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Makes connections to the primary's nodes: transport, TLS, credentials. Safe for any thread. */
public final class Dialer {

    private final Target primary;
    private final Class<? extends SocketChannel> transport;
    private final @Nullable SSLContext tls;

    /** @throws IOException if the TLS settings cannot be used */
    public Dialer(Target primary, Class<? extends SocketChannel> transport) throws IOException {
        this.primary = primary;
        this.transport = transport;
        Tls settings = primary.tls();
        this.tls = settings == null ? null : TlsContexts.of(settings);
    }

    /** A connection that will be there soon, or end; what is sent meanwhile waits. */
    Connection connect(Node node, int protocol, int stream, Turn turn, Runnable onEnd) {
        Connection connection = new Connection(
                node, protocol, stream, primary.timeouts().command().toNanos(), turn, onEnd);
        new Bootstrap()
                .group(turn.loop())
                .channel(transport)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        primary.timeouts().connect().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls == null) {
                            turn.share(channel);
                        } else {
                            channel.pipeline().addLast(new SslHandler(engine(tls, node)));
                        }
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(node.host(), node.port())
                .addListener(done -> connected(done, connection, turn));
        return connection;
    }

    private void connected(Future<?> done, Connection connection, Turn turn) {
        if (!done.isSuccess()) {
            Throwable cause = done.cause();
            connection.end("cannot be reached: " + (cause == null ? "" : cause.getMessage()));
            return;
        }
        CredentialsProvider provider = primary.credentials();
        if (provider == null) {
            greet(connection, null);
            return;
        }
        // a provider may ask somebody else for a token that is good for some minutes, which this thread cannot wait for
        CompletableFuture.supplyAsync(provider::get)
                .whenCompleteAsync(
                        (credentials, problem) -> {
                            if (problem == null) {
                                greet(connection, credentials);
                            } else {
                                connection.end("no credentials: " + problem.getMessage());
                            }
                        },
                        turn.loop());
    }

    private void greet(Connection connection, @Nullable Credentials credentials) {
        connection.greet(new Greeting(primary.name(), connection, credentials));
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
}
