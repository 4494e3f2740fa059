package io.github.dualwrite.order;

/**
 * Remembers, where it survives this process, in which slots something may be under way that has not reached the secondary. A slot is in doubt from
 * before its operation can reach the primary until nothing of it is in flight, queued, dirty, forgotten or open towards other processes. Safe for
 * any thread; none of its methods ever waits.
 */
public interface Doubts {

    /** Nobody remembers. */
    Doubts NONE = new Doubts() {

        @Override
        public void opened(int slot) {}

        @Override
        public void closed(int slot) {}

        @Override
        public void allOpened() {}

        @Override
        public void allClosed() {}
    };

    /** An operation or a mark in the slot is about to begin. When this returns, the slot is in doubt, and stays so until it is closed. */
    void opened(int slot);

    /** It has ended; what it left to do is queued, dirty or forgotten by now. */
    void closed(int slot);

    /** As {@link #opened} for every slot. */
    void allOpened();

    /** As {@link #closed} for every slot. */
    void allClosed();
}
