package io.github.dualwrite.engine;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.EffectKind;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.order.Keys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code MULTI}/{@code EXEC} block in flight. */
final class TransactionWrite extends InFlight {

    private final List<Invocation> invocations;
    private final List<byte[]> written;

    TransactionWrite(Engine engine, List<Invocation> invocations) {
        this(engine, invocations, allKeys(invocations), writtenKeys(invocations));
    }

    private TransactionWrite(Engine engine, List<Invocation> invocations, List<byte[]> allKeys, List<byte[]> written) {
        super(engine, Keys.of(allKeys), invocations.stream().anyMatch(Invocation::wholeDataSet), 0);
        this.invocations = invocations;
        this.written = written;
    }

    @Override
    boolean namesOneKey() {
        return false;
    }

    @Override
    List<byte[]> writtenKeys() {
        return written;
    }

    private static List<byte[]> allKeys(List<Invocation> invocations) {
        List<byte[]> keys = new ArrayList<>();
        for (Invocation invocation : invocations) {
            if (invocation.access() == Access.WRITE) {
                keys.addAll(invocation.allKeys());
            }
        }
        return keys;
    }

    private static List<byte[]> writtenKeys(List<Invocation> invocations) {
        List<byte[]> keys = new ArrayList<>();
        invocations.forEach(invocation -> keys.addAll(invocation.writtenKeys()));
        return keys;
    }

    @Override
    public void completed(@Nullable Object reply) {
        super.completed(reply);
        if (reply instanceof List<?> replies && replies.size() == invocations.size()) {
            for (int i = 0; i < invocations.size(); i++) {
                if (invocations.get(i).effect() == EffectKind.CHANNEL) {
                    new Message(engine(), invocations.get(i)).completed(replies.get(i));
                }
            }
        }
    }

    @Override
    public void outcomeUnknown() {
        super.outcomeUnknown();
        for (Invocation invocation : invocations) {
            if (invocation.effect() == EffectKind.CHANNEL) {
                new Message(engine(), invocation).outcomeUnknown();
            }
        }
    }

    @Override
    Effect effect(@Nullable Object reply) {
        return engine().effects().transaction(invocations, reply);
    }

    @Override
    Effect unknown() {
        boolean wholeDataSet = invocations.stream().anyMatch(Invocation::wholeDataSet);
        return wholeDataSet ? Effect.of(List.of(), List.of(), false, true, "EXEC") : Effect.repair("EXEC", written);
    }

    @Override
    List<Step> everyNodeUnknown() {
        List<Step> steps = new ArrayList<>();
        invocations.forEach(invocation -> steps.addAll(SingleWrite.everyNode(this, invocation)));
        return steps;
    }
}
