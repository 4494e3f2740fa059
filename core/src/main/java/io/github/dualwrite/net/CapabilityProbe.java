package io.github.dualwrite.net;

import io.github.dualwrite.capability.Capabilities;
import io.github.dualwrite.capability.Capability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a target what it allows, in one round trip. */
final class CapabilityProbe {

    private CapabilityProbe() {}

    /**
     * Asks over a connection with nothing outstanding.
     *
     * @throws IOException if the connection breaks; then nothing was learned
     */
    static void ask(NodeConnection connection, boolean clustered, Capabilities capabilities) throws IOException {
        List<Capability> asked = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            if (clustered || !capability.ofClusters()) {
                connection.send(capability.probe().stream()
                        .map(word -> word.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
                asked.add(capability);
            }
        }
        connection.flush();
        Map<Capability, @Nullable Object> replies = new EnumMap<>(Capability.class);
        for (Capability capability : asked) {
            replies.put(capability, connection.receive());
        }
        capabilities.learn(replies);
    }
}
