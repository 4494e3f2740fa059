package io.github.dualwrite.net;

import java.io.IOException;
import java.util.function.BiConsumer;

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
     * Tells {@code listener} of each new map, on the thread that learned it, before {@link #map} returns it: what the listener does then is done
     * before anybody acts on the new map. It is given the old map and the new one, and must not wait.
     */
    void beforeChange(BiConsumer<SlotMap, SlotMap> listener);

    /**
     * Asks the known nodes, then the configured seeds (looked up again each time), until one answers.
     *
     * @return the new map
     * @throws IOException if no node answers; the old map stays
     */
    SlotMap refresh() throws IOException;
}
