package io.github.dualwrite.listener.command;

import io.github.dualwrite.command.Catalogue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds verbs by the bytes that a client sent, whatever their case, without making objects. Immutable. */
final class Verbs {

    private static final int LONGEST = 32;

    private final @Nullable Verb[] table = new @Nullable Verb[2_048];

    /** All commands of the catalogue, and those with a handler. */
    Verbs(Map<String, Handler> handlers) {
        for (String name : Catalogue.names()) {
            if (name.indexOf(' ') < 0 && !handlers.containsKey(name)) {
                add(Verb.of(name, null));
            }
        }
        handlers.forEach((name, handler) -> add(Verb.of(name, handler)));
    }

    private void add(Verb verb) {
        int hash = 0;
        for (int i = 0; i < verb.name().length(); i++) {
            hash = hash * 31 + (verb.name().charAt(i) & 0xdf);
        }
        int at = place(hash);
        while (table[at] != null) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = verb;
    }

    private int place(int hash) {
        return (hash ^ (hash >>> 11)) & (table.length - 1);
    }

    /** The verb between {@code from} and {@code from + length}, or {@code null} if there is none of that name. */
    @Nullable
    Verb find(byte[] bytes, int from, int length) {
        if (length > LONGEST) {
            return null;
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + (bytes[i] & 0xdf);
        }
        int at = place(hash);
        for (Verb verb = table[at]; verb != null; verb = table[at]) {
            if (matches(verb.name(), bytes, from, length)) {
                return verb;
            }
            at = (at + 1) & (table.length - 1);
        }
        return null;
    }

    private static boolean matches(String name, byte[] bytes, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int c = bytes[from + i];
            if ((c >= 'a' && c <= 'z' ? c - 32 : c) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
