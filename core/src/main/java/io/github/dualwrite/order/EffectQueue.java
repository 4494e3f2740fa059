package io.github.dualwrite.order;

import io.github.dualwrite.effect.Effect;

/** Where effects wait for a secondary: a first-in-first-out queue per share of the slots. None of its methods ever waits. */
public interface EffectQueue {

    /**
     * Queues an effect on its slot's lane.
     *
     * @param written the keys that the effect names, all in one slot; at least one
     * @return {@code false} if the lane, its bytes or the bulkhead are full, and then nothing happened
     */
    boolean offer(Effect effect, Keys written);

    /** How many effects the slot's lane has taken so far: all that were offered before this call count. */
    long filled(int slot);

    /** How many of them, from the first on, are confirmed or marked instead. */
    long confirmed(int slot);
}
