package io.github.dualwrite.engine;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Replay;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.order.Ticket;
import io.github.dualwrite.resp.RespError;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A write between its begin and its end: a ticket at every secondary. The single places where an operation begins and ends. */
abstract class InFlight implements Write {

    private static final Logger log = LoggerFactory.getLogger(InFlight.class);

    private static final Ticket[] NONE = {};

    private final Engine engine;
    private final Ticket first;
    private final Ticket[] others; // of further secondaries: mostly there is one, and this is made for every write
    private final int era;

    /**
     * @param everything whether it may change every key there is
     * @param stream the order that it belongs to, or 0
     */
    InFlight(Engine engine, Keys all, boolean everything, int stream) {
        this.engine = engine;
        this.era = engine.era();
        Secondary[] secondaries = engine.secondaries();
        this.first = secondaries[0].begin(all, everything, stream);
        this.others = secondaries.length == 1 ? NONE : new Ticket[secondaries.length - 1];
        for (int i = 1; i < secondaries.length; i++) {
            others[i - 1] = secondaries[i].begin(all, everything, stream);
        }
    }

    private Ticket ticket(int secondary) {
        return secondary == 0 ? first : others[secondary - 1];
    }

    Engine engine() {
        return engine;
    }

    /** The effect that follows from the primary's reply. */
    abstract Effect effect(@Nullable Object reply);

    /** The keys that it may have changed when no reply came. */
    abstract List<byte[]> writtenKeys();

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
        Keys changed = changedBy(effect);
        Keys sources = Keys.of(effect.sources());
        Secondary[] secondaries = engine.secondaries();
        for (int i = 0; i < secondaries.length; i++) {
            secondaries[i].complete(ticket(i), effect, changed, sources);
        }
        if (engine.era() != era) {
            // whoever has acknowledged it may not serve its slot any more, and what was confirmed before was looked
            // through without it
            for (Secondary secondary : secondaries) {
                for (int i = 0; i < changed.size(); i++) {
                    secondary.mark(changed.get(i));
                }
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
            secondaries[i].notExecuted(ticket(i));
        }
    }

    @Override
    public void lost(ConnectionId connection) {
        boolean wholeDataSet = unknown().wholeDataSet();
        Keys written = hashed(writtenKeys());
        for (Secondary secondary : engine.secondaries()) {
            secondary.lostOnPrimary(connection, written, wholeDataSet);
        }
        engine.primary().refreshSoon();
        outcomeUnknown();
    }

    @Override
    public void outcomeUnknown() {
        Effect effect = unknown();
        Keys written = hashed(writtenKeys());
        List<Step> everyNode = everyNodeUnknown();
        Secondary[] secondaries = engine.secondaries();
        for (int i = 0; i < secondaries.length; i++) {
            everyNode.forEach(secondaries[i]::everyNodeUnknown);
            if (effect.wholeDataSet()) {
                secondaries[i].flushOutcomeUnknown(ticket(i));
            } else {
                secondaries[i].complete(ticket(i), effect, written, Keys.none());
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

    /** What is replayed changes what the command names. */
    private Keys changedBy(Effect effect) {
        return effect instanceof Replay && namesOneKey() ? first.keys() : hashed(effect.keys());
    }

    /** Whether it was begun on one key, which it writes. */
    abstract boolean namesOneKey();

    /** Most effects change just the keys that the command names; those are hashed already. */
    private Keys hashed(List<byte[]> names) {
        Keys all = first.keys();
        boolean same = names.size() == all.size();
        for (int i = 0; i < names.size() && same; i++) {
            same = Arrays.equals(names.get(i), all.get(i).bytes());
        }
        return same ? all : Keys.of(names);
    }

    private static boolean isRedirect(RespError error) {
        return switch (error.code()) {
            case "MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "LOADING", "READONLY", "MASTERDOWN" -> true;
            default -> false;
        };
    }
}
