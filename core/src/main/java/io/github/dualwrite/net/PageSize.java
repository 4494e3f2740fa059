package io.github.dualwrite.net;

import io.github.dualwrite.resp.TooLong;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many elements of one large value to ask for at once: so many that they take about half a megabyte, whatever the elements' sizes, and never
 * more memory than a megabyte or, of those that are larger, one of them. For one value and one thread.
 */
public final class PageSize {

    private static final long MOST_BYTES = 1 << 20;
    private static final long WANTED_BYTES = MOST_BYTES / 2;
    private static final long PER_ELEMENT = 16;
    private static final int FIRST = 512;
    private static final int MOST = 4_096;

    private int elements = FIRST;

    /** So many, at least one. */
    public int elements() {
        return elements;
    }

    /** How many bytes the answer may have. */
    public long most() {
        return elements == 1 ? Long.MAX_VALUE - 1 : MOST_BYTES;
    }

    /** Whether an answer is one; otherwise the question has to be asked again, for fewer elements. */
    public boolean fits(@Nullable Object answer) {
        boolean again = answer instanceof TooLong && elements > 1;
        int asked = elements;
        if (answer instanceof TooLong tooLong) {
            elements = within(asked * WANTED_BYTES / Math.max(1, tooLong.bytes()), asked / 2);
        } else {
            elements = within(asked * WANTED_BYTES / Math.max(PER_ELEMENT, bytes(answer)), 2 * asked);
        }
        return !again;
    }

    private static int within(long wanted, int most) {
        return (int) Math.max(1, Math.min(wanted, Math.min(most, MOST)));
    }

    private static long bytes(@Nullable Object answer) {
        if (answer instanceof byte[] bytes) {
            return bytes.length + PER_ELEMENT;
        }
        long sum = PER_ELEMENT;
        if (answer instanceof List<?> elements) {
            for (Object element : elements) {
                sum += bytes(element);
            }
        }
        return sum;
    }
}
