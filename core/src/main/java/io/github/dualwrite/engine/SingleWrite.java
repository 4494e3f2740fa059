package io.github.dualwrite.engine;

import io.github.dualwrite.command.EffectKind;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command in flight. */
final class SingleWrite extends InFlight {

    private final Invocation invocation;

    SingleWrite(Engine engine, Invocation invocation, int stream) {
        super(engine, all(invocation), invocation.wholeDataSet(), stream);
        this.invocation = invocation;
    }

    private static Keys all(Invocation invocation) {
        byte[] only = invocation.onlyKey();
        return only == null ? Keys.of(invocation.allKeys()) : new Key(only);
    }

    @Override
    boolean namesOneKey() {
        return invocation.onlyKey() != null;
    }

    @Override
    List<byte[]> writtenKeys() {
        return invocation.writtenKeys();
    }

    @Override
    Effect effect(@Nullable Object reply) {
        return engine().effects().of(invocation, reply);
    }

    @Override
    Effect unknown() {
        return invocation.wholeDataSet()
                ? Effect.of(
                        List.of(), List.of(), false, true, invocation.command().name())
                : Effect.repair(invocation.command().name(), invocation.writtenKeys());
    }

    @Override
    List<Step> everyNodeUnknown() {
        return everyNode(this, invocation);
    }

    /** The steps for every node that a command stands for, whatever the reply. */
    static List<Step> everyNode(InFlight write, Invocation invocation) {
        return invocation.effect() == EffectKind.EVERY_NODE
                ? write.engine().effects().of(invocation, null).steps()
                : List.of();
    }
}
