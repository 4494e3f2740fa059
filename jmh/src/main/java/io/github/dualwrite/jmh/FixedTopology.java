package io.github.dualwrite.jmh;

import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Topology;
import java.util.function.BiConsumer;

/** A target whose map never changes. */
record FixedTopology(SlotMap map, boolean clustered) implements Topology {

    @Override
    public void beforeChange(BiConsumer<SlotMap, SlotMap> listener) {}

    @Override
    public SlotMap refresh() {
        return map;
    }
}
