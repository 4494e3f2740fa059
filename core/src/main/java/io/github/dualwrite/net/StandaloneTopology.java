package io.github.dualwrite.net;

import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One server that owns every slot. */
final class StandaloneTopology implements Topology {

    private final Target target;
    private final Connector connector;
    private final List<BiConsumer<SlotMap, SlotMap>> listeners = new CopyOnWriteArrayList<>();
    private volatile SlotMap map = new SlotMap(new @Nullable Node[SlotMap.SLOTS]);

    StandaloneTopology(Target target, Connector connector) {
        this.target = target;
        this.connector = connector;
    }

    @Override
    public void beforeChange(BiConsumer<SlotMap, SlotMap> listener) {
        listeners.add(listener);
    }

    @Override
    public SlotMap map() {
        return map;
    }

    @Override
    public boolean clustered() {
        return false;
    }

    @Override
    public SlotMap refresh() throws IOException {
        Endpoint endpoint = target.nodes().get(0);
        Node node = new Node(endpoint.host(), endpoint.port());
        connector.connect(node).close();
        @Nullable Node[] owners = new @Nullable Node[SlotMap.SLOTS];
        Arrays.fill(owners, node);
        SlotMap learned = new SlotMap(owners);
        SlotMap before = map;
        listeners.forEach(listener -> listener.accept(before, learned));
        map = learned;
        return learned;
    }
}
