package io.github.dualwrite.listener.wire;

import io.github.dualwrite.resp.Command;
import java.util.Arrays;

/**
 * One request as it lies in a buffer: where it begins and ends, and where each of its words does. Reused for the next one; whoever wants to keep
 * something copies it. For one thread.
 */
public final class Request {

    private static final byte[] NO_BYTES = {};

    private byte[] bytes = NO_BYTES;
    private int from;
    private int length;
    private int size;
    private int[] starts = new int[16];
    private int[] lengths = new int[16];

    /** A request with no words yet. */
    public Request() {}

    void begin() {
        size = 0;
        length = 0;
    }

    void add(int start, int wordLength) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        starts[size] = start;
        lengths[size++] = wordLength;
    }

    void end(byte[] in, int at, int whole) {
        bytes = in;
        from = at;
        length = whole;
    }

    /** Takes the place of a request that came as words, not as a frame. */
    void replaceBy(byte[][] words) {
        int[] places = new int[words.length];
        byte[] frame = Frames.command(words, places);
        begin();
        for (int i = 0; i < words.length; i++) {
            add(places[i], words[i].length);
        }
        end(frame, 0, frame.length);
    }

    /** Forgets a buffer that is bigger than a request usually is. */
    void release() {
        bytes = NO_BYTES;
        if (starts.length > 1_024) {
            starts = new int[16];
            lengths = new int[16];
        }
    }

    /** The number of words, the name included; at least one. */
    public int size() {
        return size;
    }

    /** The buffer that everything lies in. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the word at {@code index} begins. */
    public int start(int index) {
        return from + starts[index];
    }

    /** The length of the word at {@code index}. */
    public int length(int index) {
        return lengths[index];
    }

    /** The length of the whole frame. */
    public int frameLength() {
        return length;
    }

    /** The whole frame, as an array of bulk strings; a copy. */
    public byte[] frame() {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** The word at {@code index}; a copy. */
    public byte[] word(int index) {
        int start = start(index);
        return Arrays.copyOfRange(bytes, start, start + lengths[index]);
    }

    /** All words; copies. */
    public byte[][] words() {
        byte[][] words = new byte[size][];
        for (int i = 0; i < size; i++) {
            words[i] = word(i);
        }
        return words;
    }

    /** The words as a command; copies. */
    public Command command() {
        return Command.of(words());
    }
}
