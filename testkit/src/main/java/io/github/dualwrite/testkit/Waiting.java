package io.github.dualwrite.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.exceptions.JedisException;

/** Waiting for servers, which announce nothing. */
final class Waiting {

    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final long STEP_NANOS = 20_000_000;

    private Waiting() {}

    interface Condition {
        boolean holds();
    }

    static void until(String what, Condition condition) {
        until(LONGEST, what, condition);
    }

    /** A server that does not answer yet does not fulfil the condition yet. */
    static void until(Duration timeout, String what, Condition condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        RuntimeException last = null;
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (JedisException e) {
                last = e;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new IllegalStateException("not within " + timeout.toMillis() + " ms: " + what, last);
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
