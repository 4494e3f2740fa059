package io.github.dualwrite.resp;

import java.io.IOException;

/** The peer sent bytes that are not RESP, or more of them than is allowed. The connection is of no further use. */
public final class RespProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What was read and what was expected. */
    public RespProtocolException(String message) {
        super(message);
    }
}
