package io.github.dualwrite.journal;

import io.github.dualwrite.net.SlotMap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * A bit per slot in memory that the file system keeps when the process dies. Sixteen bits share a 64-bit word with a version and with a check sum
 * of both, so that a word is changed in one atomic step, is never half-written, and tells whether it was damaged. Safe for any thread.
 */
class SlotBits {

    private static final int PER_WORD = 16;
    private static final int WORDS = SlotMap.SLOTS / PER_WORD;
    private static final int VERSION_SHIFT = 32;
    private static final int BITS_SHIFT = 48;
    private static final long VERSION_MASK = 0xFFFFL;
    private static final long CHECK_MASK = 0xFFFF_FFFFL;

    /** How much memory the bits of all slots take. */
    static final int BYTES = WORDS * Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer memory;
    private final long salt;

    /**
     * @param memory direct, {@link #BYTES} long
     * @param salt of this file alone, so that a page of another one is no valid page of it
     */
    SlotBits(ByteBuffer memory, long salt) {
        this.memory = memory;
        this.salt = salt;
    }

    /** No bit is set. */
    static ByteBuffer empty(long salt) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < WORDS; i++) {
            bytes.putLong(word(0, 0, i, salt));
        }
        return bytes.flip();
    }

    /** Whether every word of {@code bytes} is as some {@code SlotBits} with that salt has left it. */
    static boolean areValid(ByteBuffer bytes, long salt) {
        for (int i = 0; i < WORDS; i++) {
            long word = bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(i * Long.BYTES);
            if (word != word(word >>> BITS_SHIFT, version(word), i, salt)) {
                return false;
            }
        }
        return true;
    }

    /** The slots whose bits are set in {@code bytes}. */
    static BitSet slots(ByteBuffer bytes) {
        BitSet slots = new BitSet(SlotMap.SLOTS);
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (has(slot, bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(offset(slot)))) {
                slots.set(slot);
            }
        }
        return slots;
    }

    /** The word that holds the slot's bit, to be handed to {@link #clear}. */
    long word(int slot) {
        return (long) LONGS.getVolatile(memory, offset(slot));
    }

    /** Replaces the word that holds the slot's bit, if it is still {@code expected}. */
    boolean replace(int slot, long expected, long word) {
        return LONGS.compareAndSet(memory, offset(slot), expected, word);
    }

    /** Sets the slot's bit. The word changes in any case, so that a {@link #clear} that has read it before does nothing. */
    final void set(int slot) {
        long word;
        do {
            word = word(slot);
        } while (!replace(slot, word, with(slot, word)));
    }

    /** Clears the slot's bit if nobody has touched its word since it was {@code seen}. */
    final boolean clear(int slot, long seen) {
        return replace(slot, seen, word(seen >>> BITS_SHIFT & ~bit(slot), version(seen), slot / PER_WORD, salt));
    }

    /** {@code word} with the slot's bit, and the next version. */
    long with(int slot, long word) {
        return word(word >>> BITS_SHIFT | bit(slot), version(word) + 1 & VERSION_MASK, slot / PER_WORD, salt);
    }

    final boolean isSet(int slot) {
        return has(slot, word(slot));
    }

    /** Whether the slot's bit is set in {@code word}. */
    static boolean has(int slot, long word) {
        return (word >>> BITS_SHIFT & bit(slot)) != 0;
    }

    /** How many bits are set; a snapshot that takes a moment. */
    final int count() {
        int count = 0;
        for (int i = 0; i < WORDS; i++) {
            count += Long.bitCount(word(i * PER_WORD) >>> BITS_SHIFT);
        }
        return count;
    }

    private static long bit(int slot) {
        return 1L << (slot % PER_WORD);
    }

    private static int offset(int slot) {
        return slot / PER_WORD * Long.BYTES;
    }

    private static long version(long word) {
        return word >>> VERSION_SHIFT & VERSION_MASK;
    }

    private static long word(long bits, long version, int index, long salt) {
        long content = bits << BITS_SHIFT | version << VERSION_SHIFT;
        return content | (Mix.of(content ^ Mix.of(salt + index)) & CHECK_MASK);
    }
}
