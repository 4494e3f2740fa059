package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.ReadAhead;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.resp.TooLong;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Copies the present state of many keys at once: {@code PTTL} and {@code DUMP} from the primary, {@code RESTORE REPLACE} or {@code UNLINK} on the
 * secondary, a pipeline per node. What is read is passed on at once, so that one value is in memory at a time, however many keys there are. The
 * two reads of a key are no unit and need not be: whoever writes the key between them overlaps its repair and so marks it again. Belongs to the
 * lane's thread.
 */
final class StateCopy {

    private static final byte[] PTTL = Words.ascii("PTTL");
    private static final byte[] DUMP = Words.ascii("DUMP");
    private static final byte[] RESTORE = Words.ascii("RESTORE");
    private static final byte[] REPLACE = Words.ascii("REPLACE");
    private static final byte[] NO_EXPIRY = Words.ascii("0");

    /** A longer serialized form is not held in memory: its key is copied by type, in pieces. */
    static final long MOST_AT_ONCE = 32L << 20;

    /** Any server takes so much at once. */
    private static final int LARGE = 1 << 20;

    private final LaneSide primary;
    private final LaneSide secondary;
    private final LongSupplier nanoTime;
    private final LongConsumer bytesCopied;
    private final Fallback fallback;
    private final FallbackCopies others;
    private final Lifetimes lifetimes;
    private final ReadAhead ahead = new ReadAhead();
    private final LargeKeys large = new LargeKeys();

    StateCopy(
            LaneSide primary,
            LaneSide secondary,
            LongSupplier nanoTime,
            LongConsumer bytesCopied,
            Fallback fallback,
            Lifetimes lifetimes) {
        this.primary = primary;
        this.secondary = secondary;
        this.nanoTime = nanoTime;
        this.bytesCopied = bytesCopied;
        this.fallback = fallback;
        this.others = new FallbackCopies(primary, secondary, fallback, lifetimes);
        this.lifetimes = lifetimes;
    }

    /** Copies every item's key and sets its result. */
    void copy(List<Item> items) {
        List<KeyState> states = items.stream().map(KeyState::new).toList();
        Set<NodeConnection> written = new HashSet<>();
        int asked = 0;
        for (int i = 0; i < states.size(); i++) {
            int most = ahead.most();
            if (asked - i <= most / 2) { // both servers always have something to do
                flush(written, secondary::broke);
                asked = ask(states, asked, i + most);
            }
            read(states.get(i));
            write(states.get(i), written);
        }
        flush(written, secondary::broke);
        for (KeyState state : states) {
            confirm(state);
        }
        others.copy(states);
    }

    /** Asks for the states up to {@code until}; returns how many have been asked for. */
    private int ask(List<KeyState> states, int asked, int until) {
        Set<NodeConnection> used = new HashSet<>();
        int to = Math.max(asked, Math.min(until, states.size()));
        for (KeyState state : states.subList(asked, to)) {
            if (large.isKnown(state.item.key)) {
                state.byFallback = true;
                continue;
            }
            NodeConnection from = primary.to(state.item.key);
            if (from == null) {
                continue;
            }
            byte[] key = state.item.key.bytes();
            try {
                from.send(PTTL, key);
                from.send(DUMP, key);
                used.add(from);
                state.from = from;
            } catch (IOException e) {
                primary.broke(from, e);
            }
        }
        flush(used, primary::broke);
        return to;
    }

    private static void flush(Set<NodeConnection> connections, BiConsumer<NodeConnection, IOException> broke) {
        for (NodeConnection connection : connections) {
            try {
                if (!connection.isBroken()) {
                    connection.flush();
                }
            } catch (IOException e) {
                broke.accept(connection, e);
            }
        }
        connections.clear();
    }

    private void read(KeyState state) {
        NodeConnection from = state.from;
        if (from == null || from.isBroken()) {
            return;
        }
        try {
            Object ttl = from.receive();
            Object payload = from.receive(MOST_AT_ONCE);
            state.readAt = nanoTime.getAsLong();
            RespError error = ttl instanceof RespError e ? e : payload instanceof RespError e ? e : null;
            if (error != null) {
                refused(state, from, error);
            } else if (payload instanceof TooLong tooLong) {
                isLarge(state);
                ahead.read(tooLong.bytes());
            } else if (ttl instanceof Long millis && (payload instanceof byte[] || payload == null)) {
                state.ttl = millis;
                state.payload = (byte[]) payload;
                state.known = payload == null || millis >= -1; // else it was made in between, by whoever marks it again
                long bytes = state.payload == null ? 0 : state.payload.length;
                bytesCopied.accept(bytes);
                ahead.read(bytes);
            }
        } catch (IOException e) {
            primary.broke(from, e);
        }
    }

    private void isLarge(KeyState state) {
        large.add(state.item.key);
        state.byFallback = true;
    }

    private void refused(KeyState state, NodeConnection from, RespError error) {
        if (Redirect.isMoved(error)) {
            primary.isStale().run();
        } else if (Redirect.isAsk(error)) {
            state.askPrimary = Redirect.target(error, from.node());
        }
        state.byFallback = fallback.isFor(error) || state.askPrimary != null;
        state.item.reason = error.message();
    }

    private void write(KeyState state, Set<NodeConnection> written) {
        if (!state.known) {
            return;
        }
        NodeConnection to = secondary.to(state.item.key);
        if (to == null) {
            return;
        }
        if (state.payload != null && state.payload.length > to.longestWord()) {
            state.payload = null;
            isLarge(state);
            return;
        }
        try {
            state.to = to; // from now on it may have left
            state.isLarge = state.payload != null && state.payload.length > LARGE;
            send(state, to);
            state.payload = null;
            written.add(to);
        } catch (IOException e) {
            secondary.broke(to, e);
        }
    }

    private void send(KeyState state, NodeConnection to) throws IOException {
        byte[] key = state.item.key.bytes();
        byte[] payload = state.payload;
        byte[] ttl = NO_EXPIRY;
        if (state.ttl >= 0) {
            long remaining = state.ttl - (nanoTime.getAsLong() - state.readAt) / 1_000_000;
            if (remaining <= 0) {
                payload = null;
            }
            ttl = Words.ascii(Long.toString(remaining));
        }
        if (payload == null) {
            to.send(Words.UNLINK, key);
        } else {
            if (state.ttl >= 0) {
                lifetimes.ends(key, state.ttl);
            }
            to.send(RESTORE, key, ttl, payload, REPLACE);
        }
    }

    private void confirm(KeyState state) {
        NodeConnection to = state.to;
        if (to == null) {
            return;
        }
        if (to.isBroken()) {
            lost(state, to);
            return;
        }
        try {
            Object reply = to.receive();
            if (!(reply instanceof RespError error)) {
                state.item.result = Result.COPIED;
                state.item.to = List.of(to.node());
                return;
            }
            if (Redirect.isMoved(error)) {
                secondary.isStale().run();
            } else if (Redirect.isAsk(error)) {
                state.askSecondary = Redirect.target(error, to.node());
            }
            state.byFallback = fallback.isFor(error) || state.askSecondary != null;
            state.item.reason = error.message();
        } catch (IOException e) {
            lost(state, to);
            secondary.broke(to, e);
        }
    }

    /** What is large may be why the connection broke: next time it goes in pieces. */
    private void lost(KeyState state, NodeConnection to) {
        state.item.lost = to.id();
        if (state.isLarge) {
            large.add(state.item.key);
        }
    }
}
