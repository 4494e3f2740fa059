package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;

/** The id of an entry, in the order of ids: both parts are unsigned. */
record StreamId(long millis, long sequence) implements Comparable<StreamId> {

    static StreamId of(String text) {
        int dash = text.indexOf('-');
        return dash < 0
                ? new StreamId(Long.parseUnsignedLong(text), 0)
                : new StreamId(
                        Long.parseUnsignedLong(text.substring(0, dash)),
                        Long.parseUnsignedLong(text.substring(dash + 1)));
    }

    byte[] word() {
        return ascii(toString());
    }

    @Override
    public int compareTo(StreamId other) {
        int first = Long.compareUnsigned(millis, other.millis);
        return first != 0 ? first : Long.compareUnsigned(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
    }
}
