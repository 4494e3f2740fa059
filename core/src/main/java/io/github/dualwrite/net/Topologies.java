package io.github.dualwrite.net;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.TopologyKind;

/** The topology that a target is configured to have. */
public final class Topologies {

    private Topologies() {}

    /** A topology that knows nothing before its first refresh. */
    public static Topology of(Target target, Connector connector) {
        return target.topology() == TopologyKind.CLUSTER
                ? new ClusterTopology(target, connector)
                : new StandaloneTopology(target, connector);
    }
}
