package io.github.dualwrite.engine;

import io.github.dualwrite.effect.Step;
import io.github.dualwrite.resp.RespError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Libraries of functions that a secondary has refused, until it takes something that settles them: the same library again, its deletion, or all of
 * them at once. Not safe for several threads.
 */
final class Refusals {

    private static final Pattern LIBRARY = Pattern.compile("\\A#!\\S+.*?\\bname=(\\S+)");
    private static final String ALL = "";

    private final Map<String, Long> byLibrary = new HashMap<>();

    void refused(Step step) {
        byLibrary.merge(library(step), 1L, Long::sum);
    }

    /** Returns how many refusals this settles. */
    long taken(Step step) {
        String library = library(step);
        if (!library.equals(ALL)) {
            Long settled = byLibrary.remove(library);
            return settled == null ? 0 : settled;
        }
        if (!isFunction(step)) {
            return 0;
        }
        long all = byLibrary.values().stream().mapToLong(Long::longValue).sum();
        byLibrary.clear();
        return all;
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

    private static boolean isFunction(Step step) {
        return text(step.words()[0]).equals("FUNCTION");
    }

    /** The one library that a step is about. */
    private static String library(Step step) {
        byte[][] words = step.words();
        if (!isFunction(step) || words.length < 3) {
            return ALL;
        }
        String last = new String(words[words.length - 1], StandardCharsets.UTF_8);
        return switch (text(words[1])) {
            case "DELETE" -> last;
            case "LOAD" -> {
                Matcher name = LIBRARY.matcher(last);
                yield name.find() ? name.group(1) : ALL;
            }
            default -> ALL;
        };
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
    }
}
