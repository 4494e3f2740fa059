package io.github.dualwrite.listener.client;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What others may know of a client. Safe for any thread: written on the client's, read on all. */
public final class Profile {

    private static final Logger log = LoggerFactory.getLogger(Profile.class);

    private final long id;
    private final Channel channel;
    private final long since = System.nanoTime();
    private volatile long activeAt = since;
    private volatile String name = "";
    private volatile String library = "";
    private volatile String libraryVersion = "";
    private volatile String user = "default";
    private volatile String command = "";
    private volatile String state = "N";
    private volatile int protocol = 2;
    private volatile boolean mayIdle;
    private volatile @Nullable Runnable kill;
    private volatile @Nullable Consumer<Boolean> unblock;

    Profile(long id, Channel channel) {
        this.id = id;
        this.channel = channel;
    }

    /** Its number, which no other client of this listener has or had. */
    public long id() {
        return id;
    }

    /** The name that it gave itself; empty if none. */
    public String name() {
        return name;
    }

    /** It names itself. */
    public void name(String value) {
        name = value;
    }

    /** What it says of its library. */
    public void library(String value) {
        library = value;
    }

    /** What it says of its library's version. */
    public void libraryVersion(String value) {
        libraryVersion = value;
    }

    /** Who it is. */
    public String user() {
        return user;
    }

    /** It has shown who it is. */
    public void user(String value) {
        user = value;
    }

    void protocol(int value) {
        protocol = value;
    }

    /** The flags that {@code CLIENT LIST} shows: N for nothing special, b blocked, x in a transaction, P subscribed. */
    public void state(String flags) {
        state = flags;
        mayIdle = flags.contains("b") || flags.contains("P");
    }

    /** Whether it has subscribed to anything. */
    public boolean isSubscribed() {
        return state.contains("P");
    }

    /** The command that it sent last. */
    public void command(String value) {
        command = value;
    }

    void active(long nanoTime) {
        activeAt = nanoTime;
    }

    void onKill(Runnable task) {
        kill = task;
    }

    /** Ends its connection soon. */
    public void kill() {
        Runnable task = kill;
        if (task != null) {
            channel.eventLoop().execute(task);
        }
    }

    /** It waits, and {@code how} ends that, told whether with an error; {@code null} if it waits no more. */
    public void onUnblock(@Nullable Consumer<Boolean> how) {
        unblock = how;
    }

    /** Ends its waiting soon, as if its time were over or with an error. Returns whether it waits. */
    public boolean unblock(boolean withError) {
        Consumer<Boolean> how = unblock;
        if (how != null) {
            channel.eventLoop().execute(() -> how.accept(withError));
        }
        return how != null;
    }

    void closed(String why) {
        log.info("client {} at {}: closed, {}", id, remote(), why);
    }

    boolean isIdleFor(long nanos) {
        return !mayIdle && System.nanoTime() - activeAt > nanos;
    }

    /** The address that it comes from. */
    public String remote() {
        return text(channel.remoteAddress());
    }

    /** The address that it connected to. */
    public String local() {
        return text(channel.localAddress());
    }

    /** The host that it connected to, as a number. */
    public String localHost() {
        return channel.localAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "127.0.0.1";
    }

    private static String text(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : "?:0";
    }

    /** The line that {@code CLIENT LIST} and {@code CLIENT INFO} show, as a server writes it. */
    public String line() {
        long now = System.nanoTime();
        return "id=" + id + " addr=" + remote() + " laddr=" + local() + " fd=-1 name=" + name + " age="
                + TimeUnit.NANOSECONDS.toSeconds(now - since) + " idle="
                + TimeUnit.NANOSECONDS.toSeconds(now - activeAt) + " flags=" + state
                + " db=0 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0"
                + " oll=0 omem=0 tot-mem=0 events=r cmd="
                + (command.isEmpty() ? "NULL" : command.toLowerCase(Locale.ROOT)) + " user=" + user + " redir=-1 resp="
                + protocol
                + " lib-name=" + library + " lib-ver=" + libraryVersion;
    }
}
