package io.github.dualwrite.effect;

import java.util.List;

/** An effect whose parts were made from the reply. */
record Composed(List<Step> steps, List<byte[]> keys, boolean needsBase, Reach reach, String name, List<byte[]> sources)
        implements Effect {

    @Override
    public boolean isRepair() {
        return steps.isEmpty() && !keys.isEmpty();
    }

    @Override
    public boolean isNothing() {
        return steps.isEmpty() && keys.isEmpty() && reach == Reach.KEYS;
    }
}
