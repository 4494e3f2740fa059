package io.github.dualwrite.spring;

import io.github.dualwrite.config.Target;
import redis.clients.jedis.exceptions.JedisException;

/** The primary did not answer when a client of it was made. */
public final class PrimaryUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String primary;

    PrimaryUnreachableException(Target primary, JedisException cause) {
        super(
                "the primary, " + primary.name() + ", cannot be reached at " + primary.nodes() + ": " + reason(cause),
                cause);
        this.primary = primary.name();
    }

    /** The primary's name. */
    public String primary() {
        return primary;
    }

    /** Jedis suppresses why each node could not be asked. */
    private static String reason(Throwable cause) {
        Throwable deepest = cause;
        while (true) {
            Throwable next = deepest.getCause() != null
                    ? deepest.getCause()
                    : deepest.getSuppressed().length > 0 ? deepest.getSuppressed()[0] : null;
            if (next == null) {
                return String.valueOf(deepest.getMessage());
            }
            deepest = next;
        }
    }
}
