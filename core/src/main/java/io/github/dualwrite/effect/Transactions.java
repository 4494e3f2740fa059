package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.RespError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The effects of a transaction's commands, made one. */
final class Transactions {

    private static final String NAME = "EXEC";

    private final List<Step> steps = new ArrayList<>();
    private final Map<ByteBuffer, byte[]> keys = new LinkedHashMap<>();
    private final Map<ByteBuffer, byte[]> sources = new LinkedHashMap<>();
    private final List<Step> flushes = new ArrayList<>();
    private final List<Step> everyNode = new ArrayList<>();
    private boolean needsBase;
    private boolean repair;
    private boolean unknown;

    private Transactions() {}

    static Effect of(Effects effects, List<Invocation> invocations, @Nullable Object reply) {
        if (reply == null || reply instanceof RespError) {
            return Effect.NOTHING; // a watched key had changed, or the whole was refused
        }
        Transactions all = new Transactions();
        if (reply instanceof List<?> replies && replies.size() == invocations.size()) {
            for (int i = 0; i < invocations.size(); i++) {
                all.add(effects.of(invocations.get(i), replies.get(i)));
            }
        } else {
            all.repair = true; // executed, but which reply belongs to which command is not known
            for (Invocation invocation : invocations) {
                put(all.keys, invocation.writtenKeys());
            }
        }
        return all.toEffect();
    }

    private void add(Effect effect) {
        put(keys, effect.keys());
        put(sources, effect.sources());
        needsBase |= effect.needsBase();
        switch (effect.reach()) {
            case KEYS -> {
                steps.addAll(effect.steps());
                repair |= effect.isRepair();
            }
            case WHOLE_DATA_SET -> flushes.addAll(effect.steps());
            case EVERY_NODE -> everyNode.addAll(effect.steps());
            case UNKNOWN -> unknown = true;
        }
    }

    private Effect toEffect() {
        List<byte[]> written = List.copyOf(keys.values());
        if (!flushes.isEmpty()) {
            List<Step> all = new ArrayList<>(flushes);
            all.addAll(everyNode);
            return Effect.of(all, written, false, Reach.WHOLE_DATA_SET, NAME, List.of());
        }
        if (unknown || !everyNode.isEmpty()) {
            // a unit cannot go to one slot and to every node at once
            Reach reach = unknown ? Reach.UNKNOWN : Reach.EVERY_NODE;
            return Effect.of(List.copyOf(everyNode), written, false, reach, NAME, List.of());
        }
        if (repair) {
            return Effect.repair(NAME, written);
        }
        return steps.isEmpty()
                ? Effect.NOTHING
                : Effect.of(List.copyOf(steps), written, needsBase, Reach.KEYS, NAME, List.copyOf(sources.values()));
    }

    private static void put(Map<ByteBuffer, byte[]> map, Collection<byte[]> keys) {
        for (byte[] key : keys) {
            map.putIfAbsent(ByteBuffer.wrap(key), key);
        }
    }
}
