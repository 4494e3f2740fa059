package io.github.dualwrite.jmh.floor;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The proxy's main program: {@code PORT THREADS PRIMARY SECONDARY...}, clusters as {@link Cluster#parse} reads them. Per loop one connection to each node of the
 * primary, on the loop of its clients; frames for secondaries are copied into a queue per node, sent every millisecond by one thread. Linux only.
 */
public final class Floor {

    private final Cluster primary;
    private final List<Mirrors> mirrors = new ArrayList<>();
    private final Map<EventExecutor, Turn> turns = new HashMap<>();

    private Floor(Cluster primary) {
        this.primary = primary;
    }

    /** Serves until the process is ended. */
    public static void main(String[] args) throws Exception {
        Floor floor = new Floor(Cluster.parse(args[2]));
        EventLoopGroup sender = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        for (int i = 3; i < args.length; i++) {
            floor.mirror(sender, Cluster.parse(args[i]));
        }
        sender.scheduleAtFixedRate(
                () -> floor.mirrors.forEach(each -> each.nodes().forEach(Mirror::send)), 1, 1, TimeUnit.MILLISECONDS);
        floor.serve(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    }

    private void mirror(EventLoopGroup sender, Cluster cluster) throws Exception {
        List<Mirror> nodes = new ArrayList<>();
        for (InetSocketAddress node : cluster.nodes()) {
            nodes.add(new Mirror(connect(sender, node, initializer(cluster))));
        }
        mirrors.add(new Mirrors(cluster, nodes));
    }

    private static ChannelInitializer<Channel> initializer(Cluster cluster) throws Exception {
        String password = cluster.password();
        SslContext tls = password == null
                ? null
                : SslContextBuilder.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm("")
                        .build();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (tls != null) {
                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                }
                channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        if (password != null) {
                            context.writeAndFlush(
                                    Unpooled.copiedBuffer("AUTH " + password + "\r\n", StandardCharsets.UTF_8));
                        }
                    }

                    @Override
                    public void channelRead(ChannelHandlerContext context, Object reply) {
                        ReferenceCountUtil.release(reply);
                    }
                });
            }
        };
    }

    private static Channel connect(EventLoopGroup group, InetSocketAddress node, ChannelHandler handler)
            throws InterruptedException {
        return new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(handler)
                .connect(node)
                .sync()
                .channel();
    }

    private void serve(int port, int threads) throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory());
        for (EventExecutor loop : loops) {
            Turn turn = new Turn((EventLoop) loop, primary.nodes().size());
            turns.put(loop, turn);
            for (int i = 0; i < turn.primaries.length; i++) {
                turn.primaries[i] = new PrimarySide(turn);
                connect((EventLoop) loop, primary.nodes().get(i), turn.primaries[i]);
            }
        }
        new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Turn turn = turns.get(channel.eventLoop());
                        if (turn != null) {
                            channel.pipeline().addLast(new ClientSide(turn, primary, mirrors));
                        }
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }
}
