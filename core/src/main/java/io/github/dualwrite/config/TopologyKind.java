package io.github.dualwrite.config;

/** Whether a target is a cluster or a single server. */
public enum TopologyKind {
    /** A cluster with 16,384 slots. */
    CLUSTER,
    /** One server (and its replicas). */
    STANDALONE
}
