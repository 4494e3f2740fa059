package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies by other means the keys that {@link StateCopy} could not: small ones together, and then each that is left by itself. Nothing is outstanding on any
 * connection when it begins. Belongs to the lane's thread.
 */
final class FallbackCopies {

    /** So many are read by type before the first of them is written; each is small, and they are in memory together. */
    private static final int SMALL_ONES = 64;

    private final LaneSide primary;
    private final LaneSide secondary;
    private final Fallback fallback;
    private final Lifetimes lifetimes;

    FallbackCopies(LaneSide primary, LaneSide secondary, Fallback fallback, Lifetimes lifetimes) {
        this.primary = primary;
        this.secondary = secondary;
        this.fallback = fallback;
        this.lifetimes = lifetimes;
    }

    /** Copies those that ask for it. */
    void copy(List<KeyState> states) {
        smallOnes(states);
        for (KeyState state : states) {
            if (state.byFallback && state.item.result != Result.COPIED && state.item.lost == null) {
                fallBack(state);
            }
        }
    }

    private record Way(NodeConnection from, NodeConnection to) {}

    private void smallOnes(List<KeyState> states) {
        Map<Way, List<KeyState>> ways = new LinkedHashMap<>();
        for (KeyState state : states) {
            if (state.byFallback && state.askPrimary == null && state.askSecondary == null) {
                NodeConnection from = primary.to(state.item.key);
                NodeConnection to = secondary.to(state.item.key);
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

    private void smallOnes(Way way, List<KeyState> states) {
        try {
            fallback.copySmall(states.stream().map(state -> state.item).toList(), way.from(), way.to());
            for (KeyState state : states) {
                if (state.item.result == Result.COPIED) {
                    copied(state, way.to());
                }
            }
        } catch (IOException e) {
            if (way.from().isBroken()) {
                primary.broke(way.from(), e);
            }
            if (way.to().isBroken()) {
                states.forEach(state -> state.item.lost = way.to().id());
                secondary.broke(way.to(), e);
            }
        }
    }

    private void fallBack(KeyState state) {
        Node askPrimary = state.askPrimary;
        Node askSecondary = state.askSecondary;
        NodeConnection from = askPrimary == null
                ? primary.to(state.item.key)
                : primary.links().to(askPrimary);
        NodeConnection to = askSecondary == null
                ? secondary.to(state.item.key)
                : secondary.links().to(askSecondary);
        if (from == null || to == null) {
            return;
        }
        try {
            fallback.copy(state.item, from, to, askPrimary != null, askSecondary != null);
            copied(state, to);
        } catch (IOException e) {
            if (from.isBroken()) {
                primary.broke(from, e);
            }
            if (to.isBroken()) {
                state.item.lost = to.id();
                secondary.broke(to, e);
            }
        }
    }

    private void copied(KeyState state, NodeConnection to) {
        NodeConnection first = state.to;
        state.item.to =
                first == null || first.node().equals(to.node()) ? List.of(to.node()) : List.of(first.node(), to.node());
        if (state.item.ttlMillis >= 0) {
            lifetimes.ends(state.item.key.bytes(), state.item.ttlMillis);
        }
    }
}
