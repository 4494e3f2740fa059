package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.ReadAhead;
import io.github.dualwrite.net.Topology;
import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.resp.TooLong;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

    /** So many are read by type before the first of them is written; each is small, and they are in memory together. */
    private static final int SMALL_ONES = 64;

    /** A longer serialized form is not held in memory: its key is copied by type, in pieces. */
    static final long MOST_AT_ONCE = 32L << 20;

    /** Any server takes so much at once. */
    private static final int LARGE = 1 << 20;

    private final Topology primary;
    private final Topology secondary;
    private final Links primaryLinks;
    private final Links secondaryLinks;
    private final LongSupplier nanoTime;
    private final Runnable primaryIsStale;
    private final Runnable secondaryIsStale;
    private final LongConsumer bytesCopied;
    private final Fallback fallback;
    private final Lifetimes lifetimes;
    private final ReadAhead ahead = new ReadAhead();
    private final LargeKeys large = new LargeKeys();

    /** Copies keys by other means. */
    interface Fallback {

        /** Whether an error of {@code DUMP} or {@code RESTORE} will not pass by itself. */
        boolean isFor(RespError error);

        /** Copies what is small, many at a time; sets the result of what it copied, and leaves the rest as it was. */
        void copySmall(List<Item> items, NodeConnection primary, NodeConnection secondary) throws IOException;

        /** Copies one key; sets the item's result. Nothing is outstanding on either connection. */
        void copy(Item item, NodeConnection primary, NodeConnection secondary, boolean askPrimary, boolean askSecondary)
                throws IOException;
    }

    StateCopy(
            Topology primary,
            Topology secondary,
            Links primaryLinks,
            Links secondaryLinks,
            LongSupplier nanoTime,
            Runnable primaryIsStale,
            Runnable secondaryIsStale,
            LongConsumer bytesCopied,
            Fallback fallback,
            Lifetimes lifetimes) {
        this.primary = primary;
        this.secondary = secondary;
        this.primaryLinks = primaryLinks;
        this.secondaryLinks = secondaryLinks;
        this.nanoTime = nanoTime;
        this.primaryIsStale = primaryIsStale;
        this.secondaryIsStale = secondaryIsStale;
        this.bytesCopied = bytesCopied;
        this.fallback = fallback;
        this.lifetimes = lifetimes;
    }

    /** What was read of one key. */
    private static final class State {
        final Item item;

        @Nullable
        NodeConnection from;

        long ttl;
        long readAt;
        byte @Nullable [] payload;
        boolean known;
        boolean byFallback;
        boolean isLarge;

        @Nullable
        Node askPrimary;

        @Nullable
        Node askSecondary;

        @Nullable
        NodeConnection to;

        State(Item item) {
            this.item = item;
        }
    }

    /** Copies every item's key and sets its result. */
    void copy(List<Item> items) {
        List<State> states = items.stream().map(State::new).toList();
        Set<NodeConnection> written = new HashSet<>();
        int asked = 0;
        for (int i = 0; i < states.size(); i++) {
            int most = ahead.most();
            if (asked - i <= most / 2) { // both servers always have something to do
                flush(written, this::secondaryBroke);
                asked = ask(states, asked, i + most);
            }
            read(states.get(i));
            write(states.get(i), written);
        }
        flush(written, this::secondaryBroke);
        for (State state : states) {
            confirm(state);
        }
        smallOnes(states);
        for (State state : states) {
            if (state.byFallback && state.item.result != Result.COPIED && state.item.lost == null) {
                fallBack(state);
            }
        }
    }

    private record Way(NodeConnection from, NodeConnection to) {}

    private void smallOnes(List<State> states) {
        Map<Way, List<State>> ways = new LinkedHashMap<>();
        for (State state : states) {
            if (state.byFallback && state.askPrimary == null && state.askSecondary == null) {
                NodeConnection from = connection(primary, primaryLinks, state.item);
                NodeConnection to = connection(secondary, secondaryLinks, state.item);
                if (from != null && to != null) {
                    ways.computeIfAbsent(new Way(from, to), way -> new ArrayList<>())
                            .add(state);
                }
            }
        }
        ways.forEach((way, all) -> {
            for (int from = 0; from < all.size(); from += SMALL_ONES) {
                smallOnes(way, all.subList(from, Math.min(all.size(), from + SMALL_ONES)));
            }
        });
    }

    private void smallOnes(Way way, List<State> states) {
        try {
            fallback.copySmall(states.stream().map(state -> state.item).toList(), way.from(), way.to());
            for (State state : states) {
                if (state.item.result == Result.COPIED) {
                    copied(state, way.to());
                }
            }
        } catch (IOException e) {
            if (way.from().isBroken()) {
                primaryBroke(way.from(), e);
            }
            if (way.to().isBroken()) {
                states.forEach(state -> state.item.lost = way.to().id());
                secondaryBroke(way.to(), e);
            }
        }
    }

    /** Asks for the states up to {@code until}; returns how many have been asked for. */
    private int ask(List<State> states, int asked, int until) {
        Set<NodeConnection> used = new HashSet<>();
        int to = Math.max(asked, Math.min(until, states.size()));
        for (State state : states.subList(asked, to)) {
            if (large.isKnown(state.item.key)) {
                state.byFallback = true;
                continue;
            }
            NodeConnection from = connection(primary, primaryLinks, state.item);
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
                primaryBroke(from, e);
            }
        }
        flush(used, this::primaryBroke);
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

    private void read(State state) {
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
            primaryBroke(from, e);
        }
    }

    private void isLarge(State state) {
        large.add(state.item.key);
        state.byFallback = true;
    }

    private void refused(State state, NodeConnection from, RespError error) {
        if (Redirect.isMoved(error)) {
            primaryIsStale.run();
        } else if (Redirect.isAsk(error)) {
            state.askPrimary = Redirect.target(error, from.node());
        }
        state.byFallback = fallback.isFor(error) || state.askPrimary != null;
        state.item.reason = error.message();
    }

    private void write(State state, Set<NodeConnection> written) {
        if (!state.known) {
            return;
        }
        NodeConnection to = connection(secondary, secondaryLinks, state.item);
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
            secondaryBroke(to, e);
        }
    }

    private void send(State state, NodeConnection to) throws IOException {
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

    private void confirm(State state) {
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
                secondaryIsStale.run();
            } else if (Redirect.isAsk(error)) {
                state.askSecondary = Redirect.target(error, to.node());
            }
            state.byFallback = fallback.isFor(error) || state.askSecondary != null;
            state.item.reason = error.message();
        } catch (IOException e) {
            lost(state, to);
            secondaryBroke(to, e);
        }
    }

    /** What is large may be why the connection broke: next time it goes in pieces. */
    private void lost(State state, NodeConnection to) {
        state.item.lost = to.id();
        if (state.isLarge) {
            large.add(state.item.key);
        }
    }

    private void fallBack(State state) {
        Node askPrimary = state.askPrimary;
        Node askSecondary = state.askSecondary;
        NodeConnection from =
                askPrimary == null ? connection(primary, primaryLinks, state.item) : primaryLinks.to(askPrimary);
        NodeConnection to = askSecondary == null
                ? connection(secondary, secondaryLinks, state.item)
                : secondaryLinks.to(askSecondary);
        if (from == null || to == null) {
            return;
        }
        try {
            fallback.copy(state.item, from, to, askPrimary != null, askSecondary != null);
            copied(state, to);
        } catch (IOException e) {
            if (from.isBroken()) {
                primaryBroke(from, e);
            }
            if (to.isBroken()) {
                state.item.lost = to.id();
                secondaryBroke(to, e);
            }
        }
    }

    private void copied(State state, NodeConnection to) {
        NodeConnection first = state.to;
        state.item.to =
                first == null || first.node().equals(to.node()) ? List.of(to.node()) : List.of(first.node(), to.node());
        if (state.item.ttlMillis >= 0) {
            lifetimes.ends(state.item.key.bytes(), state.item.ttlMillis);
        }
    }

    private static @Nullable NodeConnection connection(Topology topology, Links links, Item item) {
        Node node = topology.map().owner(item.key.slot());
        return node == null ? null : links.to(node);
    }

    private void primaryBroke(NodeConnection connection, IOException cause) {
        primaryLinks.broke(connection.node(), cause);
        primaryIsStale.run();
    }

    private void secondaryBroke(NodeConnection connection, IOException cause) {
        secondaryLinks.broke(connection.node(), cause);
        secondaryIsStale.run();
    }
}
