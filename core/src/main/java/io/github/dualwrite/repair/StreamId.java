package io.github.dualwrite.repair;

/**
 * The id of a stream entry, ordered as the server orders it: both parts are unsigned.
 *
 * @param millis the first part
 * @param sequence the second part
 */
record StreamId(long millis, long sequence) implements Comparable<StreamId> {

    static StreamId of(String text) {
        int dash = text.indexOf('-');
        return new StreamId(
                Long.parseUnsignedLong(text.substring(0, dash)), Long.parseUnsignedLong(text.substring(dash + 1)));
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
