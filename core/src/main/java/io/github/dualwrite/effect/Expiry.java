package io.github.dualwrite.effect;

import io.github.dualwrite.resp.Command;
import org.jspecify.annotations.Nullable;

/**
 * The expiry option among a command's options, in the one form that effects use: {@code PX} with milliseconds for a relative time,
 * {@code PXAT} with milliseconds for an absolute one, {@code KEEPTTL}, {@code PERSIST}, or none.
 */
final class Expiry {

    static final Expiry NONE = new Expiry(null, null, false);
    private static final Expiry KEEP = new Expiry(Words.KEEPTTL, null, false);
    private static final Expiry PERSIST = new Expiry(Words.PERSIST, null, false);

    private final byte @Nullable [] option;
    private final byte @Nullable [] value;
    private final boolean relative;

    private Expiry(byte @Nullable [] option, byte @Nullable [] value, boolean relative) {
        this.option = option;
        this.value = value;
        this.relative = relative;
    }

    /** The option {@code PX}. */
    static Expiry millis(long millis) {
        return new Expiry(Words.PX, Numbers.text(millis), true);
    }

    /**
     * The expiry that the word at {@code index} begins, or null if that word is no expiry option or its argument is not a number.
     */
    static @Nullable Expiry at(Command command, int index) {
        byte[] option = command.word(index);
        if (Words.is(option, "KEEPTTL")) {
            return KEEP;
        }
        if (Words.is(option, "PERSIST")) {
            return PERSIST;
        }
        if (index + 1 >= command.size()) {
            return null;
        }
        byte[] value = command.word(index + 1);
        if (Words.is(option, "PX")) {
            return Numbers.parse(value) == Numbers.NONE ? null : new Expiry(Words.PX, value, true);
        }
        if (Words.is(option, "EX")) {
            long millis = Numbers.secondsToMillis(value);
            return millis == Numbers.NONE ? null : millis(millis);
        }
        if (Words.is(option, "PXAT")) {
            return new Expiry(Words.PXAT, value, false);
        }
        if (Words.is(option, "EXAT")) {
            long millis = Numbers.secondsToMillis(value);
            return millis == Numbers.NONE ? null : new Expiry(Words.PXAT, Numbers.text(millis), false);
        }
        return null;
    }

    /** The option's word, or null when the command has none. */
    byte @Nullable [] option() {
        return option;
    }

    /** The option's argument, or null. */
    byte @Nullable [] value() {
        return value;
    }

    /** Whether the value is a remaining time, which shrinks while the effect waits. */
    boolean relative() {
        return relative;
    }

    /** How many words the option takes. */
    int length() {
        return option == null ? 0 : value == null ? 1 : 2;
    }

    boolean keeps() {
        return this == KEEP;
    }

    boolean persists() {
        return this == PERSIST;
    }

    /** {@code SET key value} with this expiry. */
    Step set(byte[] key, byte[] value) {
        if (option == null) {
            return Step.of(Words.OK, Words.SET, key, value);
        }
        byte[] argument = this.value;
        return argument == null
                ? Step.of(Words.OK, Words.SET, key, value, option)
                : new Step(new byte[][] {Words.SET, key, value, option, argument}, Words.OK, relative ? 4 : -1);
    }
}
