package io.github.dualwrite.net;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its server knows it, so that the server can still be asked about it, or told to end it, when it is broken.
 *
 * @param node where it led
 * @param runId the server process behind it; empty where {@code INFO} is forbidden
 * @param clientId its number there; negative where {@code CLIENT ID} is forbidden or was not asked for
 */
public record ConnectionId(Node node, String runId, long clientId) {

    /** A connection of which only the node is known. */
    public static ConnectionId unknown(Node node) {
        return new ConnectionId(node, "", -1);
    }

    /** From the answers to {@code CLIENT ID} and {@code INFO server}, whatever they are. */
    public static ConnectionId of(Node node, @Nullable Object clientId, @Nullable Object info) {
        String runId = info instanceof byte[] text
                ? ServerIdentity.fromInfo(new String(text, StandardCharsets.UTF_8))
                        .runId()
                : "";
        return new ConnectionId(node, runId, clientId instanceof Long number ? number : -1);
    }

    /** Whether the server can be asked about it. */
    public boolean isKnown() {
        return clientId >= 0;
    }
}
