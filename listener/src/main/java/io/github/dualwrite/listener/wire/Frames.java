package io.github.dualwrite.listener.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Commands as frames: arrays of bulk strings. */
public final class Frames {

    private Frames() {}

    /** A command as a frame. */
    public static byte[] command(byte[]... words) {
        return command(words, new int[words.length]);
    }

    /** A command of protocol words as a frame. */
    public static byte[] command(String... words) {
        byte[][] bytes = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i].getBytes(StandardCharsets.UTF_8);
        }
        return command(bytes);
    }

    /** As {@link #command(byte[]...)}. */
    public static byte[] command(Collection<byte[]> words) {
        return command(words.toArray(new byte[0][]));
    }

    /** A command as pieces of a frame, in which words of {@code large} bytes or more are themselves, not copies. */
    public static List<byte[]> pieces(byte[][] words, int large) {
        List<byte[]> pieces = new ArrayList<>();
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        small.writeBytes(head('*', words.length));
        for (byte[] word : words) {
            small.writeBytes(head('$', word.length));
            if (word.length >= large) {
                pieces.add(small.toByteArray());
                pieces.add(word);
                small.reset();
            } else {
                small.writeBytes(word);
            }
            small.write('\r');
            small.write('\n');
        }
        pieces.add(small.toByteArray());
        return pieces;
    }

    private static byte[] head(char type, int number) {
        byte[] head = new byte[headerLength(number)];
        header(head, 0, type, number);
        return head;
    }

    static byte[] command(byte[][] words, int[] places) {
        int length = headerLength(words.length);
        for (byte[] word : words) {
            length += headerLength(word.length) + word.length + 2;
        }
        byte[] frame = new byte[length];
        int at = header(frame, 0, '*', words.length);
        for (int i = 0; i < words.length; i++) {
            byte[] word = words[i];
            at = header(frame, at, '$', word.length);
            places[i] = at;
            System.arraycopy(word, 0, frame, at, word.length);
            at += word.length;
            frame[at++] = '\r';
            frame[at++] = '\n';
        }
        return frame;
    }

    private static int headerLength(int number) {
        return 3 + digits(number);
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static int header(byte[] into, int at, char type, int number) {
        into[at] = (byte) type;
        int digits = digits(number);
        int rest = number;
        for (int i = at + digits; i > at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int end = at + digits + 1;
        into[end] = '\r';
        into[end + 1] = '\n';
        return end + 2;
    }
}
