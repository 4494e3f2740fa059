package io.github.dualwrite.listener.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Flat arrays of bulk strings as bytes. */
public final class Arrays {

    private Arrays() {}

    /** The elements, each with its own header, as they stand in the array. */
    public static List<byte[]> elements(byte[] array) {
        int position = lineEnd(array, 0);
        int count = number(array, 0, position);
        List<byte[]> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int headerEnd = lineEnd(array, position);
            int length = number(array, position, headerEnd);
            int next = length < 0 ? headerEnd : headerEnd + length + 2;
            elements.add(java.util.Arrays.copyOfRange(array, position, next));
            position = next;
        }
        return elements;
    }

    private static int lineEnd(byte[] bytes, int from) {
        int end = from;
        while (bytes[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    private static int number(byte[] bytes, int from, int lineEnd) {
        return Integer.parseInt(new String(bytes, from + 1, lineEnd - from - 3, StandardCharsets.US_ASCII));
    }
}
