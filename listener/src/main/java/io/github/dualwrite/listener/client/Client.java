package io.github.dualwrite.listener.client;

import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.listener.config.Limits;
import io.github.dualwrite.listener.loop.Outlet;
import io.github.dualwrite.listener.upstream.Upstreams;
import io.github.dualwrite.listener.wire.Resp;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it has said of itself, and its replies, which leave in the order of its requests whatever order they become ready in. Its event
 * loop only, except what {@link Profile} holds.
 */
public final class Client {

    /** The clock is read for one request in so many, the first of each client included. */
    static final int TIMED = 8;

    private final Profile profile;
    private final Channel channel;
    private final Upstreams upstreams;
    private final Outlet out;
    private final Limits limits;
    private final Latencies answers;
    private final Runnable readOn;
    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private @Nullable Mode mode;
    private @Nullable Reply alone;
    private @Nullable Runnable whenAlone;
    private int protocol = 2;
    private boolean authenticated;
    private boolean silent;
    private boolean nextIsSilent;
    private boolean closing;
    private boolean ended;
    private boolean gone;
    private int placed;

    /**
     * @param answers told how long replies took
     * @param authenticated whether it need not give a password
     * @param readOn told when it may be read from again
     */
    Client(
            Profile profile,
            Channel channel,
            Upstreams upstreams,
            Limits limits,
            Latencies answers,
            boolean authenticated,
            Runnable readOn) {
        this.profile = profile;
        this.channel = channel;
        this.upstreams = upstreams;
        this.out = new Outlet(channel, upstreams.turn());
        this.limits = limits;
        this.answers = answers;
        this.authenticated = authenticated;
        this.readOn = readOn;
    }

    /** What others may know of it. */
    public Profile profile() {
        return profile;
    }

    /** The connections of its event loop. */
    public Upstreams upstreams() {
        return upstreams;
    }

    /** The version of the protocol that it speaks: 2 or 3. */
    public int protocol() {
        return protocol;
    }

    /** It speaks this version from now on. */
    public void protocol(int version) {
        protocol = version;
        profile.protocol(version);
    }

    /** Whether it may do more than authenticate. */
    public boolean isAuthenticated() {
        return authenticated;
    }

    /** It has shown who it is, or is to show it again. */
    public void authenticated(boolean value) {
        authenticated = value;
    }

    /** The state that it is in, if in any. */
    public @Nullable Mode mode() {
        return mode;
    }

    /** It is in another state; the one before is not ended by this. */
    public void mode(@Nullable Mode value) {
        mode = value;
        if ((closing || ended) && value != null && value.lasts()) {
            drop(); // it went while what it was going to wait for stood in line
        }
    }

    /** It sends no more. One that waits for something to happen, now or behind what it waits for already, has gone. */
    void noMoreComes() {
        ended = true;
        mode(mode);
    }

    /** Whether it has sent everything that it will. */
    boolean sendsNoMore() {
        return ended;
    }

    /** Whether nothing has to be looked at but the command. */
    public boolean isPlain() {
        return authenticated && mode == null;
    }

    /** No replies from now on, or replies again. */
    public void silent(boolean value) {
        silent = value;
        nextIsSilent = false;
    }

    /** No reply to the next command. */
    public void skipNext() {
        nextIsSilent = true;
    }

    /** No reply is sent for this place. */
    public void silence(Reply reply) {
        reply.silent(true);
    }

    /** A reply is sent for this place, although it was made in silence. */
    public void answerAlthoughSilent(Reply reply) {
        reply.silent(false);
    }

    /** The place for the reply to the request that has just come. */
    public Reply place() {
        return place(new Reply(this));
    }

    /** Puts a place behind those of earlier requests. */
    public <R extends Reply> R place(R reply) {
        if (silent || nextIsSilent) {
            reply.silent(true);
            nextIsSilent = false;
        }
        if (placed++ % TIMED == 0) {
            reply.since(System.nanoTime());
        }
        replies.add(reply);
        return reply;
    }

    void answer(Reply reply, byte[] bytes, int from, int to) {
        if (gone) {
            return;
        }
        if (replies.peek() != reply) {
            reply.keep(Arrays.copyOfRange(bytes, from, to));
            return;
        }
        replies.poll();
        write(reply, bytes, from, to);
        Reply next = replies.peek();
        while (next != null) {
            byte[] early = next.early();
            if (early == null) {
                break;
            }
            replies.poll();
            write(next, early, 0, early.length);
            next = replies.peek();
        }
        if (alone != null) {
            goOn(next);
        }
        if (next == null && closing) {
            closeSoon();
        }
        readOn.run();
    }

    private void write(Reply reply, byte[] bytes, int from, int to) {
        if (reply.since() != 0) {
            answers.record(System.nanoTime() - reply.since());
        }
        if (!reply.isSilent()) {
            if (to - from > 16 << 10 || !out.isFlowing()) {
                limit(limits.maxOutputBuffer()); // one reply may be longer than that, as long as it is the only one
                // that waits
            }
            out.write(bytes, from, to - from);
        }
        if (reply == alone) {
            alone = null;
        }
    }

    private void goOn(@Nullable Reply next) {
        Runnable task = whenAlone;
        if (task != null && next == alone) {
            whenAlone = null;
            task.run();
        }
    }

    /** It has read some of what was written to it. */
    void readsOn() {
        out.proceed();
    }

    /** Something that answers no request. */
    public void push(byte[] bytes, int from, int to) {
        if (!gone) {
            out.write(bytes, from, to - from);
            limit(limits.maxSubscriptionBuffer());
        }
    }

    private void limit(long most) {
        if (out.waitingBehind() > most) {
            closeNow("reads too slowly");
        }
    }

    /**
     * Runs {@code task} when every earlier request has been answered, and reads no further request until {@code reply}, which is the last one so far,
     * is filled. For what does not travel the way of the other commands, and must neither overtake them nor be overtaken.
     */
    public void alone(Reply reply, Runnable task) {
        alone = reply;
        if (replies.peek() == reply) {
            task.run();
        } else {
            whenAlone = task;
        }
    }

    /** How many requests have not been answered. */
    public int unanswered() {
        return replies.size();
    }

    /** Whether it waits for a reply behind which nothing may be read. */
    public boolean isAlone() {
        return alone != null;
    }

    /** Whether the next request has to wait: for replies, or for the client to read them. */
    boolean mustWait() {
        return alone != null || replies.size() >= limits.maxUnanswered() || (!out.isFlowing() && !replies.isEmpty());
    }

    /** Closes the connection when everything is answered; reads no more. */
    public void closeWhenAnswered() {
        closing = true;
        if (replies.isEmpty()) {
            closeSoon();
        }
    }

    /** Behind everything that has been written. */
    private void closeSoon() {
        channel.eventLoop().execute(out::closeWhenWritten);
    }

    boolean isClosing() {
        return closing || gone;
    }

    /** Closes the connection now; {@code why} is for the log. */
    public void closeNow(String why) {
        profile.closed(why);
        drop();
    }

    /** Closes the connection of a client that has gone by itself. */
    void drop() {
        closing = true;
        channel.close();
    }

    /** Tells it what is wrong with what it sends, and closes the connection. */
    void protocolError(String message) {
        if (!closing) {
            place().done(Resp.error("ERR Protocol error: " + message));
            closeWhenAnswered();
        }
    }

    void gone() {
        gone = true;
        Mode last = mode;
        if (last != null) {
            mode = null;
            last.end();
        }
        replies.clear();
    }

    /** Whether its connection has ended. */
    public boolean isGone() {
        return gone;
    }
}
