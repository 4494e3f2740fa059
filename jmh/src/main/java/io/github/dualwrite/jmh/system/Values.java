package io.github.dualwrite.jmh.system;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Values of one length that differ from each other, made once. */
final class Values {

    private static final int DIFFERENT = 256;

    private static final Map<Integer, String[]> BY_LENGTH = new ConcurrentHashMap<>();

    private Values() {}

    /** One of them, the same for the same number. */
    static String of(int length, int number) {
        return BY_LENGTH.computeIfAbsent(length, Values::make)[number & DIFFERENT - 1];
    }

    private static String[] make(int length) {
        String[] values = new String[DIFFERENT];
        for (int i = 0; i < DIFFERENT; i++) {
            values[i] = String.valueOf(1_000 + i).repeat(length / 4 + 1).substring(0, length);
        }
        return values;
    }
}
