package io.github.dualwrite.listener.wire;

/** The peer sent bytes that are not RESP, or more of them than is allowed. The connection is of no further use. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what a server would say, without the words {@code Protocol error} */
    public ProtocolException(String message) {
        super(message, null, false, false);
    }
}
