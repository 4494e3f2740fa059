package io.github.dualwrite.resp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One command as it goes over the wire: its name and its arguments, each a byte string.
 *
 * <p>The arrays are not copied: whoever makes a command gives them away. Nothing in Dualwrite writes to them.
 */
public final class Command {

    private final byte[][] words;
    private final String name;

    private Command(byte[][] words) {
        if (words.length == 0 || words[0].length == 0) {
            throw new IllegalArgumentException("command: empty (expected: a command name and its arguments)");
        }
        this.words = words;
        this.name = new String(words[0], StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }

    private Command(String name, byte[][] words) {
        this.words = words;
        this.name = name;
    }

    /** A command whose first word a door has looked up already: {@code name} is that word in upper case. */
    public static Command named(String name, byte[][] words) {
        return new Command(name, words);
    }

    /** A command from its words, the name first. */
    public static Command of(byte[]... words) {
        return new Command(words);
    }

    /** A command from text, for protocol words and tests; encoded as UTF-8. */
    public static Command of(String... words) {
        return new Command(Arrays.stream(words)
                .map(w -> w.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** The name in upper case, for example {@code SET}; of a container command only the first word. */
    public String name() {
        return name;
    }

    /** Name and arguments; not a copy. */
    public byte[][] words() {
        return words;
    }

    /** The number of words, the name included. */
    public int size() {
        return words.length;
    }

    /** The word at {@code index}; 0 is the name. */
    public byte[] word(int index) {
        return words[index];
    }

    /** The word at {@code index} in upper case, for options and subcommands. */
    public String option(int index) {
        return new String(words[index], StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }

    /** The payload's size in bytes, for limits. */
    public long bytes() {
        long sum = 0;
        for (byte[] word : words) {
            sum += word.length;
        }
        return sum;
    }

    /** The name only: arguments may hold values and secrets, which never reach a log. */
    @Override
    public String toString() {
        return name + " (" + (words.length - 1) + " arguments)";
    }
}
