package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.Topology;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies the present state of many keys at once: {@code PTTL} and {@code DUMP} as one unit per key from the primary, {@code RESTORE REPLACE} or
 * {@code UNLINK} on the secondary, a pipeline per node. Belongs to the lane's thread.
 */
final class StateCopy {

    private static final byte[] PTTL = Words.ascii("PTTL");
    private static final byte[] DUMP = Words.ascii("DUMP");
    private static final byte[] RESTORE = Words.ascii("RESTORE");
    private static final byte[] REPLACE = Words.ascii("REPLACE");
    private static final byte[] NO_EXPIRY = Words.ascii("0");

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
        final NodeConnection from;
        long ttl;
        long readAt;
        byte @Nullable [] payload;
        boolean known;
        boolean byFallback;

        @Nullable
        Node askPrimary;

        @Nullable
        Node askSecondary;

        @Nullable
        NodeConnection to;

        State(Item item, NodeConnection from) {
            this.item = item;
            this.from = from;
        }
    }

    /** Copies every item's key and sets its result. */
    void copy(List<Item> items) {
        List<State> states = new ArrayList<>(items.size());
        ask(items, states);
        for (State state : states) {
            read(state);
        }
        write(states);
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
        ways.forEach(this::smallOnes);
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

    private void ask(List<Item> items, List<State> states) {
        Set<NodeConnection> used = new HashSet<>();
        for (Item item : items) {
            NodeConnection from = connection(primary, primaryLinks, item);
            if (from == null) {
                continue;
            }
            byte[] key = item.key.bytes();
            try {
                from.send(Words.MULTI);
                from.send(PTTL, key);
                from.send(DUMP, key);
                from.send(Words.EXEC);
                used.add(from);
                states.add(new State(item, from));
            } catch (IOException e) {
                primaryBroke(from, e);
            }
        }
        for (NodeConnection from : used) {
            try {
                if (!from.isBroken()) {
                    from.flush();
                }
            } catch (IOException e) {
                primaryBroke(from, e);
            }
        }
    }

    private void read(State state) {
        if (state.from.isBroken()) {
            return;
        }
        try {
            RespError error = null;
            for (int i = 0; i < 3; i++) {
                if (state.from.receive() instanceof RespError e && error == null) {
                    error = e;
                }
            }
            Object reply = state.from.receive();
            state.readAt = nanoTime.getAsLong();
            if (error == null && reply instanceof RespError e) {
                error = e;
            }
            if (error == null && reply instanceof List<?> replies && replies.size() == 2) {
                if (replies.get(1) instanceof RespError e) {
                    error = e;
                } else if (replies.get(0) instanceof Long ttl) {
                    state.ttl = ttl;
                    state.payload = (byte[]) replies.get(1);
                    state.known = true;
                    bytesCopied.accept(state.payload == null ? 0 : state.payload.length);
                }
            }
            if (error != null) {
                if (Redirect.isMoved(error)) {
                    primaryIsStale.run();
                } else if (Redirect.isAsk(error)) {
                    state.askPrimary = Redirect.target(error, state.from.node());
                }
                state.byFallback = fallback.isFor(error) || state.askPrimary != null;
                state.item.reason = error.message();
            }
        } catch (IOException e) {
            primaryBroke(state.from, e);
        }
    }

    private void write(List<State> states) {
        Set<NodeConnection> used = new HashSet<>();
        for (State state : states) {
            if (!state.known) {
                continue;
            }
            NodeConnection to = connection(secondary, secondaryLinks, state.item);
            if (to == null) {
                continue;
            }
            try {
                state.to = to; // from now on it may have left
                send(state, to);
                used.add(to);
            } catch (IOException e) {
                secondaryBroke(to, e);
            }
        }
        for (NodeConnection to : used) {
            try {
                if (!to.isBroken()) {
                    to.flush();
                }
            } catch (IOException e) {
                secondaryBroke(to, e);
            }
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
            state.item.lost = to.id();
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
            state.item.lost = to.id();
            secondaryBroke(to, e);
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
