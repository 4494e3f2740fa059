package io.github.dualwrite.listener.config;

/** What the listener tells clients that ask for a cluster. */
public enum ClusterMode {
    /** It is one server that knows of no cluster. */
    NONE,
    /** It is the only node of a cluster, with all slots: for clients in cluster mode, which so cannot go round it. */
    EMULATED
}
