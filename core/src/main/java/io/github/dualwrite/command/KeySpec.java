package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where some of a command's keys are; the notation is explained at the top of the table.
 *
 * @param written whether these keys may change
 * @param form how to find them
 * @param first the first word, the word with the number of keys, or the word to look from (negative: from the end)
 * @param last the last word of a range, negative from the end; after a keyword how many words, or -1 for all
 * @param step from key to key
 * @param keyword the word to look for
 */
record KeySpec(boolean written, Form form, int first, int last, int step, String keyword) {

    enum Form {
        RANGE,
        COUNTED,
        AFTER_KEYWORD,
        HALF_AFTER_KEYWORD,
        AFTER_LAST_STORE
    }

    /** The same places, for keys that are written or only read. */
    KeySpec as(boolean nowWritten) {
        return new KeySpec(nowWritten, form, first, last, step, keyword);
    }

    /** Adds the keys to {@code keys}. Returns whether the command is well-formed as far as this part is concerned. */
    boolean find(Command command, List<byte[]> keys) {
        int size = command.size();
        switch (form) {
            case RANGE -> {
                int end = last >= 0 ? last : size + last;
                if (first >= size || end >= size || end < first) {
                    return false;
                }
                for (int i = first; i <= end; i += step) {
                    keys.add(command.word(i));
                }
                return true;
            }
            case COUNTED -> {
                int count = first < size ? number(command.word(first)) : -1;
                if (count < 0 || first + (long) count * step >= size) {
                    return false;
                }
                for (int i = 0; i < count; i++) {
                    keys.add(command.word(first + 1 + i * step));
                }
                return true;
            }
            case AFTER_KEYWORD, HALF_AFTER_KEYWORD -> {
                for (int i = Math.max(1, first); i < size; i++) {
                    if (command.option(i).equals(keyword)) {
                        int rest = size - i - 1;
                        int count = form == Form.HALF_AFTER_KEYWORD ? rest / 2 : last < 0 ? rest : last;
                        if (count > rest) {
                            return false;
                        }
                        for (int j = 1; j <= count; j++) {
                            keys.add(command.word(i + j));
                        }
                        return count > 0;
                    }
                }
                return false;
            }
            case AFTER_LAST_STORE -> {
                int destination = 0;
                for (int i = first; i < size - 1; i++) {
                    switch (command.option(i)) {
                        case "STORE", "STOREDIST" -> destination = ++i;
                        case "GET", "BY" -> i++; // a pattern follows, which may read STORE
                        case "LIMIT" -> i += 2;
                        default -> {}
                    }
                }
                if (destination > 0) {
                    keys.add(command.word(destination));
                }
                return true; // without STORE it only reads
            }
        }
        throw new AssertionError(form);
    }

    private static int number(byte[] word) {
        try {
            return Integer.parseInt(new String(word, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Reads one part of the keys column. */
    static KeySpec parse(String text) {
        boolean written = text.charAt(0) == 'w';
        String rest = text.substring(2);
        switch (text.charAt(1)) {
            case '#' -> {
                int step = text.endsWith(":2") ? 2 : 1;
                int index = Integer.parseInt(step == 2 ? rest.substring(0, rest.length() - 2) : rest);
                return new KeySpec(written, Form.COUNTED, index, 0, step, "");
            }
            case '*' -> {
                int at = rest.indexOf('@');
                return new KeySpec(
                        written,
                        Form.AFTER_LAST_STORE,
                        Integer.parseInt(rest.substring(at + 1)),
                        0,
                        1,
                        rest.substring(0, at));
            }
            case '=' -> {
                boolean half = rest.endsWith("/2");
                String body = half ? rest.substring(0, rest.length() - 2) : rest;
                int at = body.indexOf('@');
                String[] from = body.substring(at + 1).split(":");
                return new KeySpec(
                        written,
                        half ? Form.HALF_AFTER_KEYWORD : Form.AFTER_KEYWORD,
                        Integer.parseInt(from[0]),
                        from.length > 1 ? Integer.parseInt(from[1]) : -1,
                        1,
                        body.substring(0, at));
            }
            default -> {
                String[] parts = text.substring(1).split(":");
                int first = Integer.parseInt(parts[0]);
                return new KeySpec(
                        written,
                        Form.RANGE,
                        first,
                        parts.length > 1 ? Integer.parseInt(parts[1]) : first,
                        parts.length > 2 ? Integer.parseInt(parts[2]) : 1,
                        "");
            }
        }
    }
}
