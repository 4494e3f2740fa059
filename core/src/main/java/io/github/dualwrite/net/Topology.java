package io.github.dualwrite.net;

import java.io.IOException;

/**
 * A target's slot map, kept current: learned from any of its nodes, learned again when a lane meets {@code MOVED} or a dead node.
 * Safe for any thread; {@link #refresh} blocks and is never called on an application's thread.
 */
public interface Topology {

    /** The last map learned. Before the first successful {@link #refresh} it is empty: no owner, no primaries. */
    SlotMap map();

    /** Whether the target is a cluster; keys of one command must then share a slot. */
    boolean clustered();

    /**
     * Asks the known nodes, then the configured seeds (looked up again each time), until one answers.
     *
     * @return the new map
     * @throws IOException if no node answers; the old map stays
     */
    SlotMap refresh() throws IOException;
}
