package io.github.dualwrite.engine;

import io.github.dualwrite.effect.Step;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.resp.RespError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Libraries of functions and scripts that a secondary has refused, or that the primary may or may not have taken, until the secondary takes something
 * that settles them: the same again, the library's deletion, or the end of all of them. Not safe for several threads.
 */
final class Refusals {

    private static final Pattern LIBRARY = Pattern.compile("\\A#!\\S+.*?\\bname=(\\S+)");

    /** What is more than this is settled only by the end of all of its kind. */
    private static final int MOST = 10_000;

    private final Map<String, Long> open = new HashMap<>();

    void refused(Step step) {
        String subject = subject(step);
        boolean full = open.size() >= MOST && !open.containsKey(subject);
        open.merge(full ? kind(step) : subject, 1L, Long::sum);
    }

    /** Returns how many refusals this settles. */
    long taken(Step step) {
        if (!endsAll(step)) {
            Long settled = open.remove(subject(step));
            return settled == null ? 0 : settled;
        }
        long settled = 0;
        Iterator<Map.Entry<String, Long>> all = open.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Long> next = all.next();
            if (next.getKey().startsWith(kind(step))) {
                settled += next.getValue();
                all.remove();
            }
        }
        return settled;
    }

    /** What was to be deleted is not there. */
    static boolean isHarmless(RespError error) {
        return error.message().endsWith("Library not found");
    }

    /** It will pass. */
    static boolean isTransient(RespError error) {
        return switch (error.code()) {
            case "LOADING", "BUSY", "MASTERDOWN", "READONLY", "CLUSTERDOWN", "TRYAGAIN", "OOM" -> true;
            default -> false;
        };
    }

    static boolean isFunction(Step step) {
        return kind(step).equals("FUNCTION");
    }

    /** Whether doing it once too often does no harm, wherever it comes in the order. */
    static boolean isLoadOfAScript(Step step) {
        return kind(step).equals("SCRIPT") && word(step, 1).equals("LOAD");
    }

    /** Whether none of its kind is left from before. */
    static boolean endsAll(Step step) {
        byte[][] words = step.words();
        return word(step, 1).equals("FLUSH")
                || (word(step, 1).equals("RESTORE")
                        && word(step, words.length - 1).equals("FLUSH"));
    }

    /** What a step is about, the same for steps of which the later one settles the earlier one; begins with its kind. No text of a caller's script. */
    static String subject(Step step) {
        byte[][] words = step.words();
        String kind = kind(step);
        if (words.length < 3 || endsAll(step)) {
            return kind;
        }
        byte[] last = words[words.length - 1];
        return switch (word(step, 1)) {
            case "DELETE" -> kind + " " + new String(last, StandardCharsets.UTF_8);
            case "RESTORE" -> kind + " RESTORE " + hash(words[2]);
            case "LOAD" -> {
                Matcher name = LIBRARY.matcher(new String(last, StandardCharsets.UTF_8));
                yield kind + " " + (isFunction(step) && name.find() ? name.group(1) : hash(last));
            }
            default -> kind;
        };
    }

    private static String hash(byte[] bytes) {
        return Integer.toHexString(new Key(bytes).hash());
    }

    private static String kind(Step step) {
        return word(step, 0);
    }

    static String word(Step step, int index) {
        return new String(step.words()[index], StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
    }
}
