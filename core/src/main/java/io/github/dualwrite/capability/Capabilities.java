package io.github.dualwrite.capability;

import io.github.dualwrite.resp.RespError;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one target allows, as far as its answers have told: what was never refused counts as allowed, so nothing has to wait for a probe. Rights
 * can change while it runs, in both directions. Safe for any thread; logs one line per change.
 */
public final class Capabilities {

    private static final Logger log = LoggerFactory.getLogger(Capabilities.class);

    private final String target;
    private volatile Map<Capability, String> refused = Map.of();

    /** Everything counts as allowed on {@code target}. */
    public Capabilities(String target) {
        this.target = target;
    }

    /** Whether the target has not refused it. */
    public boolean allows(Capability capability) {
        return !refused.containsKey(capability);
    }

    /** What is refused, with the server's answers. */
    public Map<Capability, String> refused() {
        return refused;
    }

    /** The target refused it just now. */
    public synchronized void refuse(Capability capability, String answer) {
        if (allows(capability)) {
            Map<Capability, String> all = new TreeMap<>(refused);
            all.put(capability, answer);
            replace(all);
        }
    }

    /** What a whole round of {@linkplain Capability#probe probes} was answered; anything but a refusal means that it is allowed. */
    public synchronized void learn(Map<Capability, ? extends @Nullable Object> replies) {
        Map<Capability, String> all = new TreeMap<>(refused);
        replies.forEach((capability, reply) -> {
            if (reply instanceof RespError error && Refusals.isRefusal(error)) {
                all.put(capability, error.message());
            } else {
                all.remove(capability);
            }
        });
        replace(all);
    }

    private void replace(Map<Capability, String> all) {
        if (all.keySet().equals(refused.keySet())) {
            return;
        }
        refused = Map.copyOf(all);
        if (all.isEmpty()) {
            log.info("{}: everything that is needed is allowed now", target);
            return;
        }
        log.warn(
                "{}: its user may not {}",
                target,
                all.keySet().stream()
                        .map(capability -> capability.title() + " (" + capability.fallback() + ")")
                        .collect(Collectors.joining("; ")));
    }
}
