package io.github.dualwrite.config;

/**
 * How the processes that write to one secondary hear of each other's writes: over channels of the secondary. All of them must use the same.
 *
 * @param enabled off only where a single process writes; default on
 * @param channel what the channels' names start with; default {@code dualwrite:frames}
 */
public record Fleet(boolean enabled, String channel) {

    /** On, over {@code dualwrite:frames}. */
    public static Fleet ofDefaults() {
        return new Fleet(true, "dualwrite:frames");
    }

    void check(Checks checks) {
        checks.require(
                !channel.isBlank() && channel.indexOf('{') < 0,
                "channel",
                "'" + channel + "'",
                "the name of a channel, without {");
    }
}
