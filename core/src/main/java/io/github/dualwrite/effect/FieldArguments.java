package io.github.dualwrite.effect;

import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options and fields of a command with a {@code FIELDS count ...} clause.
 *
 * @param expiry the expiry option, or {@link Expiry#NONE}
 * @param fields the fields, in order
 * @param words the words of the clause after the count: the fields, with their values where the command takes values
 */
record FieldArguments(Expiry expiry, List<byte[]> fields, List<byte[]> words) {

    /**
     * Reads the words from {@code from} on; {@code width} is 2 where values follow the fields, otherwise 1. Null for a form that is not known: then the
     * key has to be copied.
     */
    static @Nullable FieldArguments of(Command command, int from, int width) {
        Expiry expiry = Expiry.NONE;
        List<byte[]> words = null;
        List<byte[]> fields = new ArrayList<>();
        int size = command.size();
        for (int i = from; i < size; i++) {
            byte[] word = command.word(i);
            if (Words.is(word, "FIELDS") && i + 1 < size) {
                long count = Numbers.parse(command.word(i + 1));
                if (count < 1 || count * width > size - i - 2) {
                    return null;
                }
                int end = (int) (i + 2 + count * width);
                words = Arrays.asList(command.words()).subList(i + 2, end);
                for (int f = i + 2; f < end; f += width) {
                    fields.add(command.word(f));
                }
                i = end - 1;
            } else if (!isCondition(word)) {
                Expiry found = Expiry.at(command, i);
                if (found == null) {
                    return null;
                }
                expiry = found;
                i += found.length() - 1;
            }
        }
        return words == null ? null : new FieldArguments(expiry, fields, words);
    }

    private static boolean isCondition(byte[] word) {
        return Words.is(word, "NX")
                || Words.is(word, "XX")
                || Words.is(word, "GT")
                || Words.is(word, "LT")
                || Words.is(word, "FNX")
                || Words.is(word, "FXX");
    }

    /** The fields whose code in the reply is {@code code}, or null when the reply has another shape. */
    @Nullable
    List<byte[]> withCode(@Nullable Object reply, long code) {
        if (!(reply instanceof List<?> codes) || codes.size() != fields.size()) {
            return null;
        }
        List<byte[]> chosen = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            if (!(codes.get(i) instanceof Long found)) {
                return null;
            }
            if (found == code) {
                chosen.add(fields.get(i));
            }
        }
        return chosen;
    }

    /** The fields whose value in the reply is not nil, or null when the reply has another shape; a nil reply means that there is no key. */
    @Nullable
    List<byte[]> present(@Nullable Object reply) {
        if (reply == null) {
            return List.of();
        }
        if (!(reply instanceof List<?> values) || values.size() != fields.size()) {
            return null;
        }
        List<byte[]> chosen = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            if (values.get(i) != null) {
                chosen.add(fields.get(i));
            }
        }
        return chosen;
    }
}
