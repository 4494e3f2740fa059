package io.github.dualwrite.sync;

import java.time.Duration;
import java.util.UUID;

/**
 * A process, as the others know it on the board.
 *
 * @param id unique
 * @param restartWithin how long after it has vanished the others wait for one that takes over its journal; zero: it has none
 */
public record Member(UUID id, Duration restartWithin) {

    private static final char SEPARATOR = '+';

    /** A process without a journal. */
    public static Member withoutJournal() {
        return new Member(UUID.randomUUID(), Duration.ZERO);
    }

    /** What stands on the board. */
    String text() {
        return restartWithin.isZero() ? id.toString() : id.toString() + SEPARATOR + restartWithin.toMillis();
    }

    /** How long to wait for whoever stands on the board as {@code text}; not at all if that says nothing that we know. */
    static Duration restartWithin(String text) {
        int at = text.indexOf(SEPARATOR);
        try {
            return at < 0
                    ? Duration.ZERO
                    : Duration.ofMillis(Math.max(0, Long.parseLong(text, at + 1, text.length(), 10)));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
