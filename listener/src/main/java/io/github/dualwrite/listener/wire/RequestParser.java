package io.github.dualwrite.listener.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds requests in what a client sends: arrays of bulk strings, or inline words. What arrived of a request is not looked at again when more of it
 * arrives. Refuses what a server refuses, in its words. For one thread.
 */
public final class RequestParser {

    private static final int MAX_LINE = 64 << 10;
    private static final int UNAUTHENTICATED_WORDS = 10;
    private static final int UNAUTHENTICATED_BULK = 16_384;
    private static final int UNKNOWN = -1;

    private final Request request = new Request();
    private final int maxWords;
    private final int maxBulk;
    private int position;
    private int expected = UNKNOWN;
    private int bulk = UNKNOWN;

    /**
     * @param maxWords the most words of a request
     * @param maxBulk the most bytes of one word
     */
    public RequestParser(int maxWords, int maxBulk) {
        this.maxWords = maxWords;
        this.maxBulk = maxBulk;
    }

    /** The request that was found last. */
    public Request request() {
        return request;
    }

    /**
     * Looks for the next request in {@code bytes}, which begin with what was left of an earlier call.
     *
     * @param authenticated whether the client may send long requests
     * @return the length of what can be forgotten, which is a whole request if {@link Request#size} is above 0, or -1 if more bytes are needed
     * @throws ProtocolException if it is not RESP
     */
    public int parse(byte[] bytes, int from, int to, boolean authenticated) {
        if (expected == UNKNOWN) {
            if (from >= to) {
                return -1;
            }
            request.begin();
            if (bytes[from] != '*') {
                return inline(bytes, from, to);
            }
            int end = lineEnd(bytes, from, to, "too big mbulk count string");
            if (end < 0) {
                return -1;
            }
            long count = Numbers.parse(bytes, from + 1, end);
            if (count == Numbers.NONE || count > maxWords) {
                throw new ProtocolException("invalid multibulk length");
            }
            if (count > UNAUTHENTICATED_WORDS && !authenticated) {
                throw new ProtocolException("unauthenticated multibulk length");
            }
            position = end + 2 - from;
            if (count <= 0) {
                return position;
            }
            expected = (int) count;
        }
        while (request.size() < expected) {
            if (!word(bytes, from, to, authenticated)) {
                return -1;
            }
        }
        int length = position;
        reset();
        request.end(bytes, from, length);
        return length;
    }

    private boolean word(byte[] bytes, int from, int to, boolean authenticated) {
        if (bulk == UNKNOWN) {
            int start = from + position;
            if (start >= to) {
                return false;
            }
            int end = lineEnd(bytes, start, to, "too big bulk count string");
            if (end < 0) {
                return false;
            }
            if (bytes[start] != '$') {
                throw new ProtocolException("expected '$', got '" + printable(bytes[start]) + "'");
            }
            long length = Numbers.parse(bytes, start + 1, end);
            if (length < 0 || length > maxBulk) {
                throw new ProtocolException("invalid bulk length");
            }
            if (length > UNAUTHENTICATED_BULK && !authenticated) {
                throw new ProtocolException("unauthenticated bulk length");
            }
            position = end + 2 - from;
            bulk = (int) length;
        }
        if (to - from - position < bulk + 2) {
            return false;
        }
        request.add(position, bulk);
        position += bulk + 2;
        bulk = UNKNOWN;
        return true;
    }

    /** How many bytes the request will have at least, as far as that is known; 0 between requests. */
    public long needed() {
        return expected == UNKNOWN ? 0 : (long) position + (bulk == UNKNOWN ? 1 : bulk + 2L);
    }

    /** Lets go of the buffer that the last request lay in. */
    public void release() {
        if (expected == UNKNOWN) {
            request.release();
        }
    }

    private void reset() {
        expected = UNKNOWN;
        position = 0;
    }

    private int inline(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        if (end == to) {
            if (to - from > MAX_LINE) {
                throw new ProtocolException("too big inline request");
            }
            return -1;
        }
        int text = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
        List<byte[]> words = InlineWords.split(bytes, from, text);
        if (words == null) {
            throw new ProtocolException("unbalanced quotes in request");
        }
        int length = end + 1 - from;
        if (!words.isEmpty()) {
            request.replaceBy(words.toArray(new byte[0][]));
        }
        return length;
    }

    /** Where the line's carriage return is; its line feed is there, too. */
    private static int lineEnd(byte[] bytes, int from, int to, String tooBig) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\r') {
                return i + 1 < to ? i : -1;
            }
        }
        if (to - from > MAX_LINE) {
            throw new ProtocolException(tooBig);
        }
        return -1;
    }

    private static String printable(byte b) {
        return new String(new byte[] {b}, StandardCharsets.ISO_8859_1);
    }
}
