package io.github.dualwrite.capability;

import io.github.dualwrite.resp.RespError;
import java.util.Locale;

/** How servers say that a command is not there or not for this user. */
public final class Refusals {

    private Refusals() {}

    /** Whether the answer means that the command itself is refused, whatever its arguments and whenever it is sent. */
    public static boolean isRefusal(RespError error) {
        String message = error.message().toLowerCase(Locale.ROOT);
        return error.code().equals("NOPERM")
                || (message.contains("unknown") && message.contains("command"))
                || message.contains("command not allowed")
                || message.contains("command is not allowed")
                || message.contains("command is disabled")
                || message.contains("command is not supported");
    }
}
