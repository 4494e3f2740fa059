package io.github.dualwrite.lane;

import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Topology;
import java.util.function.BiConsumer;

/** A map that changes when the test says so. */
final class ChangingTopology implements Topology {

    SlotMap map;

    ChangingTopology(SlotMap map) {
        this.map = map;
    }

    @Override
    public SlotMap map() {
        return map;
    }

    @Override
    public boolean clustered() {
        return true;
    }

    @Override
    public void beforeChange(BiConsumer<SlotMap, SlotMap> listener) {}

    @Override
    public SlotMap refresh() {
        return map;
    }
}
