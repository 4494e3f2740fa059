package io.github.dualwrite.sync;

import io.github.dualwrite.net.SlotMap;
import java.util.BitSet;

/** The board of a process that cannot share one: where the secondary forbids what {@link SharedBoard} needs. */
final class PrivateBoard implements SlotBoard {

    private final int[] asked = new int[SLOTS];
    private final int[] done = new int[SLOTS];

    private static final int SLOTS = SlotMap.SLOTS;
    private static final int MASK = 0xFFFF;

    @Override
    public Standing stand() {
        return Standing.MEMBER;
    }

    @Override
    public Counters read() {
        return new Counters(asked.clone(), done.clone());
    }

    @Override
    public int[] ask(BitSet slots) {
        int[] asks = new int[SLOTS];
        slots.stream().forEach(slot -> {
            asked[slot] = (asked[slot] + 1) & MASK;
            asks[slot] = asked[slot];
        });
        return asks;
    }

    @Override
    public boolean lead() {
        return true;
    }

    @Override
    public void done(BitSet slots, int[] covered) {
        slots.stream().forEach(slot -> done[slot] = covered[slot]);
    }

    @Override
    public boolean isWaiting() {
        return false;
    }

    @Override
    public void standFor() {
        // nobody else looks at it
    }

    @Override
    public boolean leave(boolean clean) {
        return false;
    }
}
