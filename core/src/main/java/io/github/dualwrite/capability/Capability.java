package io.github.dualwrite.capability;

import java.util.List;

/**
 * What the engine uses besides plain data commands. Managed services, old servers and tight users forbid some of it; each has a fallback, so
 * nothing here is a condition for equality. Where a fallback is weaker, and not only slower, it says which promise is reduced.
 */
public enum Capability {
    DUMP("DUMP", "keys are copied by type: slower, and a module's types cannot be copied", "DUMP", Capability.KEY),
    RESTORE(
            "RESTORE",
            "keys are copied by type: slower, and a module's types cannot be copied",
            "RESTORE",
            Capability.KEY,
            "0",
            "no payload"),
    CLIENT_ID(
            "CLIENT ID",
            "a broken connection cannot be closed on its server; reduced: a command that a server still holds may execute after its keys were"
                    + " copied, and is found by later copies, the audit and a verification",
            "CLIENT",
            "ID"),
    CLIENT_KILL(
            "CLIENT KILL",
            "a broken connection cannot be closed on its server; reduced: a command that a server still holds may execute after its keys were"
                    + " copied, and is found by later copies, the audit and a verification",
            "CLIENT",
            "KILL",
            "ID",
            Capability.NOBODY),
    PUBLISH(
            "PUBLISH",
            "processes do not hear of each other; reduced: order between processes, every written key is audited instead",
            "PUBLISH",
            Capability.CHANNEL,
            ""),
    INFO(
            "INFO",
            "restarts and failovers are not recognised by the server's identity; reduced: what a server forgets without an error is found by the"
                    + " audit and a verification",
            "INFO",
            "server"),
    COMMAND_INFO("COMMAND INFO", "commands that are not in the catalogue are refused", "COMMAND", "INFO", "GET"),
    SLOT_KEYS(
            "CLUSTER GETKEYSINSLOT",
            "slots are listed by SCAN of whole nodes: slower",
            "CLUSTER",
            "GETKEYSINSLOT",
            "0",
            "1"),
    CLUSTER_NODES(
            "CLUSTER NODES",
            "targets are told apart by what CLUSTER SLOTS and INFO say, or by their addresses",
            "CLUSTER",
            "NODES"),
    BITFIELD(
            "BITFIELD",
            "each process compares and copies slots for itself, and a process that vanishes is missed by none; reduced: what it had in doubt is"
                    + " found by its own restart, the audit and a verification",
            "BITFIELD",
            Capability.KEY,
            "GET",
            "u1",
            "0"),
    FLUSHALL("FLUSHALL", "a flush of the primary empties a secondary key by key", "FLUSHALL", "NEITHER-SYNC-NOR-ASYNC");

    /** A connection that no server has. Redis 6.2 takes the id 0 for "whichever", and would end every connection there is. */
    static final String NOBODY = "9223372036854775807";

    static final String KEY = "dualwrite:probe";
    static final String CHANNEL = "dualwrite:frames";

    private final String title;
    private final String fallback;

    @SuppressWarnings("ImmutableEnumChecker") // a list of List.of cannot be changed
    private final List<String> probe;

    Capability(String title, String fallback, String... probe) {
        this.title = title;
        this.fallback = fallback;
        this.probe = List.of(probe);
    }

    /** The commands, as servers call them. */
    public String title() {
        return title;
    }

    /** What happens where it is forbidden. */
    public String fallback() {
        return fallback;
    }

    /**
     * A command that changes nothing and tells by its reply whether the user may do it: servers look at rights before they look at arguments, and
     * before they redirect.
     */
    public List<String> probe() {
        return probe;
    }

    /** Whether only a cluster can be asked. */
    public boolean ofClusters() {
        return this == SLOT_KEYS || this == CLUSTER_NODES;
    }
}
