package io.github.dualwrite.forget;

import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.Key;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Keys and when they were added, first in, first out, as bytes in pages: there may be hundreds of thousands, and as objects they would be moved by every
 * collection that they outlive. There are pages up to a limit; from then on the oldest goes whenever one is needed, and with it its keys. Their slots
 * were noted when they came, so nobody looks at them again. For one thread.
 */
final class KeyLog {

    /** Told of what goes for want of room. */
    @FunctionalInterface
    interface Forgetting {
        /**
         * Some keys of each of these slots.
         *
         * @param latest when the last of them was added
         */
        void forgets(BitSet slots, long latest);
    }

    // an entry: its time, the length of its key, the key's slot, the key
    private static final int LENGTH = Long.BYTES;
    private static final int SLOT = LENGTH + Integer.BYTES;
    private static final int KEY = SLOT + Short.BYTES;

    private static final int MOST_PAGE_BYTES = 64 << 10;
    private static final int FEWEST_PAGES = 8;

    private static final class Page {
        final ByteBuffer entries;
        final BitSet slots = new BitSet(SlotMap.SLOTS);
        long latest;

        Page(int bytes) {
            this.entries = ByteBuffer.allocate(bytes);
        }
    }

    private final int pageBytes;
    private final long mostPages;
    private final Forgetting forgetting;
    private final Deque<Page> pages = new ArrayDeque<>();
    private Page last;

    /** @param maxBytes what keys, times and lengths may take together */
    KeyLog(long maxBytes, Forgetting forgetting) {
        this.pageBytes = (int) Math.min(MOST_PAGE_BYTES, maxBytes / FEWEST_PAGES);
        this.mostPages = pageBytes == 0 ? 1 : maxBytes / pageBytes;
        this.forgetting = forgetting;
        this.last = new Page(pageBytes);
        pages.add(last);
    }

    /** Adds a key; one that is longer than a page is forgotten at once. */
    void add(Key key, long time) {
        add(key.bytes(), 0, key.bytes().length, key.slot(), time);
    }

    /** As {@link #add(Key, long)}, with a key that lies among other bytes. */
    void add(byte[] bytes, int from, int length, int slot, long time) {
        int size = KEY + length;
        if (size > pageBytes) {
            BitSet only = new BitSet();
            only.set(slot);
            forgetting.forgets(only, time);
            return;
        }
        if (size > last.entries.remaining()) {
            turn();
        }
        last.entries.putLong(time).putInt(length).putShort((short) slot).put(bytes, from, length);
        last.slots.set(slot);
        last.latest = time;
    }

    private void turn() {
        if (pages.size() < mostPages) {
            last = new Page(pageBytes);
        } else {
            last = pages.remove();
            forgetting.forgets(last.slots, last.latest);
            last.slots.clear();
            last.entries.clear();
        }
        pages.add(last);
    }

    /** Shows the keys of some slots that were added at {@code since} or later, oldest first, as often as they were added. */
    void forEach(long since, IntPredicate ofSlot, Consumer<Key> action) {
        for (Page page : pages) {
            ByteBuffer entries = page.entries.duplicate().flip();
            while (entries.hasRemaining()) {
                long time = entries.getLong();
                int length = entries.getInt();
                int slot = entries.getShort();
                int at = entries.position();
                entries.position(at + length);
                if (time - since >= 0 && ofSlot.test(slot)) {
                    byte[] key = new byte[length];
                    entries.get(at, key);
                    action.accept(new Key(key));
                }
            }
        }
    }
}
