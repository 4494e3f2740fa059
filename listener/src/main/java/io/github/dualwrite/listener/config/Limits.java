package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients may take of the listener.
 *
 * @param maxClients the most connections of clients; default 10,000. One more is told so and closed
 * @param idleTimeout how long a client may be silent; default 0, which means for ever. Subscribed and blocked clients may always
 * @param maxCommandBytes the most bytes of one argument; default 512 MiB
 * @param maxCommandWords the most words of one command; default 1,048,576
 * @param maxQueryBuffer the most bytes that may wait of one client before they are a command, or before their turn comes; default 1 GiB
 * @param maxOutputBuffer the most bytes of replies that may wait for one client to read them; default 256 MiB. A client that reads more slowly is
 *     disconnected
 * @param maxUnanswered the most commands of one client that may be under way; default 4,096. More are read when some have been answered
 * @param maxSubscriptionBuffer as {@code maxOutputBuffer}, of a subscribed client, whose messages nobody can hold back; default 32 MiB
 */
public record Limits(
        int maxClients,
        Duration idleTimeout,
        int maxCommandBytes,
        int maxCommandWords,
        long maxQueryBuffer,
        long maxOutputBuffer,
        int maxUnanswered,
        long maxSubscriptionBuffer) {

    /** The defaults named above. */
    public static Limits ofDefaults() {
        return new Limits(10_000, Duration.ZERO, 512 << 20, 1 << 20, 1L << 30, 256L << 20, 4_096, 32L << 20);
    }

    /** What is wrong with them; empty if nothing is. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        require(problems, maxClients >= 1, "max-clients", maxClients, "1 or more");
        require(problems, !idleTimeout.isNegative(), "idle-timeout", idleTimeout, "0 or more");
        require(
                problems,
                maxCommandBytes >= 1_024 && maxCommandBytes <= 512 << 20,
                "max-command-bytes",
                maxCommandBytes,
                "1,024 to 536,870,912");
        require(
                problems,
                maxCommandWords >= 16 && maxCommandWords <= 16 << 20,
                "max-command-words",
                maxCommandWords,
                "16 to 16,777,216");
        require(problems, maxQueryBuffer >= 64 << 10, "max-query-buffer", maxQueryBuffer, "65,536 or more");
        require(problems, maxOutputBuffer >= 64 << 10, "max-output-buffer", maxOutputBuffer, "65,536 or more");
        require(problems, maxUnanswered >= 1, "max-unanswered", maxUnanswered, "1 or more");
        require(
                problems,
                maxSubscriptionBuffer >= 64 << 10,
                "max-subscription-buffer",
                maxSubscriptionBuffer,
                "65,536 or more");
        return problems;
    }

    private static void require(List<Problem> problems, boolean good, String name, Object value, String expected) {
        if (!good) {
            problems.add(new Problem("limits." + name, value.toString(), expected));
        }
    }
}
