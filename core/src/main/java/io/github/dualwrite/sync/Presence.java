package io.github.dualwrite.sync;

import io.github.dualwrite.order.KeyOrder;
import java.io.IOException;

/**
 * This process among the others, on the board: its sign of life, theirs, and the lease of who passes over slots. A pass may take hours, so whoever
 * leads gives its sign of life from within; otherwise the others would miss it, and ask for everything again.
 */
final class Presence implements SlotPass.Lease {

    private final SlotBoard board;
    private final KeyOrder order;
    private volatile boolean othersSilent;

    Presence(SlotBoard board, KeyOrder order) {
        this.board = board;
        this.order = order;
    }

    /** Gives a sign of life where one is due, and marks everything if another process has vanished. {@code false} while newly come. */
    boolean stand() throws IOException {
        SlotBoard.Standing standing = board.stand();
        othersSilent = board.isWaiting();
        if (standing == SlotBoard.Standing.DOUBT) {
            order.markEverything();
        }
        return standing != SlotBoard.Standing.NEW;
    }

    @Override
    public boolean lead() throws IOException {
        stand();
        return board.lead();
    }

    /** Whether another process is without a sign of life, and nobody stands in for it yet. */
    boolean othersAreSilent() {
        return othersSilent;
    }
}
