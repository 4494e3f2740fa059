package io.github.dualwrite.config;

import java.time.Duration;

/**
 * How the processes that write to one secondary hear of each other's writes, over channels of the secondary, and of each other's end. All of them
 * must use the same.
 *
 * @param enabled off only where a single process writes; default on
 * @param channel what the channels' names start with; default {@code dualwrite:frames}
 * @param presence a process that gave no sign of life for so long has vanished, and others copy what it may have left behind, frames or not; longer
 *     than the longest pause of a process (garbage collection, a frozen virtual machine); at least 1 s, default 15 s
 */
public record Fleet(boolean enabled, String channel, Duration presence) {

    private static final Duration LEAST_PRESENCE = Duration.ofSeconds(1);

    /** On, over {@code dualwrite:frames}, with a presence of 15 seconds. */
    public static Fleet ofDefaults() {
        return new Fleet(true, "dualwrite:frames", Duration.ofSeconds(15));
    }

    /** These settings, with frames or without. */
    public Fleet withEnabled(boolean value) {
        return new Fleet(value, channel, presence);
    }

    /** These settings with another presence. */
    public Fleet withPresence(Duration value) {
        return new Fleet(enabled, channel, value);
    }

    void check(Checks checks) {
        checks.require(
                !channel.isBlank() && channel.indexOf('{') < 0,
                "channel",
                "'" + channel + "'",
                "the name of a channel, without {");
        checks.require(presence.compareTo(LEAST_PRESENCE) >= 0, "presence", presence.toMillis() + "ms", "at least 1s");
    }
}
