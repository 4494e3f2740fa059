package io.github.dualwrite.engine;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Ticket;
import io.github.dualwrite.resp.RespError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A write between its begin and its end: a ticket at every secondary. The single places where an operation begins and ends. */
abstract class InFlight implements Write {

    private static final Logger log = LoggerFactory.getLogger(InFlight.class);

    private final Engine engine;
    private final List<Key> written;
    private final Ticket[] tickets;
    private final long era;

    /**
     * @param everything whether it may change every key there is
     * @param stream the order that it belongs to, or 0
     */
    InFlight(Engine engine, List<byte[]> allKeys, List<byte[]> writtenKeys, boolean everything, int stream) {
        this.engine = engine;
        List<Key> all = keys(allKeys);
        this.written = allKeys.equals(writtenKeys) ? all : keys(writtenKeys);
        this.era = engine.era();
        Secondary[] secondaries = engine.secondaries();
        this.tickets = new Ticket[secondaries.length];
        for (int i = 0; i < secondaries.length; i++) {
            tickets[i] = secondaries[i].begin(all, everything, stream);
        }
    }

    Engine engine() {
        return engine;
    }

    /** The effect that follows from the primary's reply. */
    abstract Effect effect(@Nullable Object reply);

    /** What is in doubt when no reply came. */
    abstract Effect unknown();

    /** What concerns every node of a target and is in doubt when no reply came. */
    abstract List<Step> everyNodeUnknown();

    @Override
    public void completed(@Nullable Object reply) {
        if (reply instanceof RespError error && isRedirect(error)) {
            engine.primary().refreshSoon();
            notExecuted();
            return;
        }
        Effect effect = effectOrRepair(reply);
        List<Key> changed = sameKeys(effect.keys());
        List<Key> sources = effect.sources().isEmpty() ? List.of() : keys(effect.sources());
        Secondary[] secondaries = engine.secondaries();
        for (int i = 0; i < secondaries.length; i++) {
            secondaries[i].complete(tickets[i], effect, changed, sources);
        }
        if (engine.era() != era) {
            // whoever has acknowledged it may not serve its slot any more, and what was confirmed before was looked
            // through without it
            for (Secondary secondary : secondaries) {
                changed.forEach(secondary::mark);
            }
        }
        if (!changed.isEmpty()) {
            for (Secondary secondary : secondaries) {
                secondary.awaitIfSync(changed.get(0).slot());
            }
        }
    }

    @Override
    public void notExecuted() {
        Secondary[] secondaries = engine.secondaries();
        for (int i = 0; i < secondaries.length; i++) {
            secondaries[i].notExecuted(tickets[i]);
        }
    }

    @Override
    public void lost(ConnectionId connection) {
        boolean wholeDataSet = unknown().wholeDataSet();
        for (Secondary secondary : engine.secondaries()) {
            secondary.lostOnPrimary(connection, written, wholeDataSet);
        }
        engine.primary().refreshSoon();
        outcomeUnknown();
    }

    @Override
    public void outcomeUnknown() {
        Effect effect = unknown();
        List<Step> everyNode = everyNodeUnknown();
        Secondary[] secondaries = engine.secondaries();
        for (int i = 0; i < secondaries.length; i++) {
            everyNode.forEach(secondaries[i]::everyNodeUnknown);
            if (effect.wholeDataSet()) {
                secondaries[i].flushOutcomeUnknown(tickets[i]);
            } else {
                secondaries[i].complete(tickets[i], effect, written, List.of());
            }
        }
    }

    /** A reply that cannot be understood is no reason to fail the caller, who has it already; the keys are copied instead. */
    private Effect effectOrRepair(@Nullable Object reply) {
        try {
            return effect(reply);
        } catch (RuntimeException e) {
            Effect repair = unknown();
            log.error("{}: no effect could be made of the reply, its keys are copied", repair.name(), e);
            return repair;
        }
    }

    /** Most effects change just the keys that the command names; those are hashed already. */
    private List<Key> sameKeys(List<byte[]> keys) {
        if (keys.size() == written.size()) {
            boolean same = true;
            for (int i = 0; i < keys.size() && same; i++) {
                same = Arrays.equals(keys.get(i), written.get(i).bytes());
            }
            if (same) {
                return written;
            }
        }
        return keys(keys);
    }

    private static List<Key> keys(List<byte[]> names) {
        if (names.size() == 1) {
            return List.of(new Key(names.get(0)));
        }
        List<Key> keys = new ArrayList<>(names.size());
        for (byte[] name : names) {
            keys.add(new Key(name));
        }
        return keys;
    }

    private static boolean isRedirect(RespError error) {
        return switch (error.code()) {
            case "MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "LOADING", "READONLY", "MASTERDOWN" -> true;
            default -> false;
        };
    }
}
