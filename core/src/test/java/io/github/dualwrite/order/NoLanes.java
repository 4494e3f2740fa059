package io.github.dualwrite.order;

import io.github.dualwrite.effect.Effect;

/** Lanes that take nothing and hold nothing. */
public final class NoLanes implements EffectQueue {

    @Override
    public boolean offer(Effect effect, Keys written) {
        return false;
    }

    @Override
    public long filled(int slot) {
        return 0;
    }

    @Override
    public long confirmed(int slot) {
        return 0;
    }
}
