package io.github.dualwrite.listener.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The elements of arrays, each as the bytes that it is. */
public final class Elements {

    private Elements() {}

    /** The elements of an array, set, push or map (keys and values in turn), each a whole reply; none of a null array. */
    public static List<byte[]> of(byte[] aggregate) {
        int at = after(aggregate, 0);
        long count = Numbers.parse(aggregate, 1, at - 2) * (aggregate[0] == '%' ? 2 : 1);
        List<byte[]> elements = new ArrayList<>();
        ReplyScanner scanner = new ReplyScanner();
        for (long i = 0; i < count; i++) {
            int length = scanner.scan(aggregate, at, aggregate.length);
            if (length < 0) {
                throw new ProtocolException("an array that ends early");
            }
            elements.add(Arrays.copyOfRange(aggregate, at, at + length));
            at += length;
        }
        return elements;
    }

    private static int after(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }
}
