package io.github.dualwrite.command;

/**
 * A command that Dualwrite will not pass on, because it could change data on the primary alone. Nothing was sent anywhere.
 * The message names the command and says what was expected.
 */
public final class RefusedCommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A refusal with its reason. */
    public RefusedCommandException(String message) {
        super(message);
    }
}
