package io.github.dualwrite.jmh.floor;

import java.util.List;

/** The nodes of one secondary. */
record Mirrors(Cluster cluster, List<Mirror> nodes) {

    /** Any thread. */
    void take(int slot, byte[] bytes, int from, int to) {
        nodes.get(cluster.owner(slot)).take(bytes, from, to);
    }
}
