package io.github.dualwrite.verify;

import io.github.dualwrite.resp.RespError;
import java.io.IOException;

/** A node does not answer for a slot, or not at the moment: slots move. Another question later, to another node perhaps, is answered. */
final class MovingException extends IOException {

    private static final long serialVersionUID = 1L;

    MovingException(String message) {
        super(message);
    }

    static boolean isMoving(RespError error) {
        return switch (error.code()) {
            case "MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN" -> true;
            default -> false;
        };
    }
}
