package io.github.dualwrite.listener.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An inline request's words, with the quotes and escapes that servers understand. */
final class InlineWords {

    private final byte[] bytes;
    private final int to;
    private int at;

    private InlineWords(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /** The words between {@code from} and {@code to}; {@code null} if a quote is not closed, or closed within a word. */
    static @Nullable List<byte[]> split(byte[] bytes, int from, int to) {
        InlineWords line = new InlineWords(bytes, from, to);
        List<byte[]> words = new ArrayList<>();
        while (line.skipSpace()) {
            byte[] word = line.word();
            if (word == null) {
                return null;
            }
            words.add(word);
        }
        return words;
    }

    private boolean skipSpace() {
        while (at < to && isSpace(bytes[at])) {
            at++;
        }
        return at < to;
    }

    private byte @Nullable [] word() {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        while (at < to && !isSpace(bytes[at])) {
            byte b = bytes[at++];
            if (b != '"' && b != '\'') {
                word.write(b);
            } else if (!(b == '"' ? doubleQuoted(word) : singleQuoted(word)) || (at < to && !isSpace(bytes[at]))) {
                return null;
            }
        }
        return word.toByteArray();
    }

    private boolean doubleQuoted(ByteArrayOutputStream word) {
        while (at < to) {
            byte b = bytes[at++];
            if (b == '"') {
                return true;
            }
            if (b != '\\' || at == to) {
                word.write(b);
            } else if (bytes[at] == 'x' && at + 2 < to && hex(bytes[at + 1]) >= 0 && hex(bytes[at + 2]) >= 0) {
                word.write((hex(bytes[at + 1]) << 4) | hex(bytes[at + 2]));
                at += 3;
            } else {
                word.write(escaped(bytes[at++]));
            }
        }
        return false;
    }

    private boolean singleQuoted(ByteArrayOutputStream word) {
        while (at < to) {
            byte b = bytes[at++];
            if (b == '\'') {
                return true;
            }
            if (b == '\\' && at < to && bytes[at] == '\'') {
                b = bytes[at++];
            }
            word.write(b);
        }
        return false;
    }

    private static int escaped(byte b) {
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
        };
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
    }
}
