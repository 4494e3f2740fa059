package io.github.dualwrite.jmh;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.config.Recent;
import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.ghost.Ghosts;
import io.github.dualwrite.ghost.HeldKeys;
import io.github.dualwrite.lane.LaneParts;
import io.github.dualwrite.lane.Lanes;
import io.github.dualwrite.lane.TypedFallback;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.ServerIdentity;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.KnownEnds;
import io.github.dualwrite.order.SlotStates;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.retry.Retry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The engine's order and lanes of one synced secondary whose only node is in memory and answers every command with OK: no sockets. */
final class EngineParts implements AutoCloseable {

    /** No queue is ever full: what is measured is not how fast one is emptied. */
    private static final int ENTRIES = 1 << 18;

    private static final Node NODE = new Node("memory", 1);

    final Account account;
    final DirtyKeys dirty = new DirtyKeys(1 << 26, System::nanoTime, key -> {});
    final Lanes lanes;
    final KeyOrder order;
    private final ClusterView primary = view("primary");
    private final ClusterView secondary = view("secondary");

    EngineParts() {
        BulkheadConfig limits = BulkheadConfig.custom()
                .maxConcurrentCalls(ENTRIES)
                .maxWaitDuration(Duration.ZERO)
                .build();
        this.lanes = new Lanes(Bulkhead.of("memory", limits), Long.MAX_VALUE, System::nanoTime);
        this.account = new Account(lanes::filled);
        this.order = new KeyOrder(dirty, new SlotStates(SlotStates.State.SYNCED), lanes);
        HeldKeys held = new HeldKeys(
                new Ghosts(primary, System::nanoTime), new Ghosts(secondary, System::nanoTime), Long.MAX_VALUE);
        held.start(order);
        lanes.start(new LaneParts(
                io.github.dualwrite.config.Lanes.ofDefaults().withLimits(ENTRIES, Long.MAX_VALUE, 1 << 26),
                Retry.ofDefaults("memory"),
                primary,
                secondary,
                dirty,
                order,
                held,
                Recent.ofDefaults().maxBytes(),
                account,
                System::nanoTime,
                bytes -> {},
                key -> {},
                new TypedFallback(),
                new KnownEnds(System::nanoTime),
                () -> Teller.NONE));
    }

    void awaitIdle() {
        while (!lanes.isIdle()) {
            LockSupport.parkNanos(100_000);
        }
    }

    private static ClusterView view(String name) {
        return new ClusterView(
                name, Answering::new, new FixedTopology(SlotMap.single(NODE), false), Retry.ofDefaults(name));
    }

    @Override
    public void close() {
        lanes.close();
    }

    private record Answering(Node node) implements NodeConnection {
        private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);

        @Override
        public void send(byte[]... words) {}

        @Override
        public void sendEncoded(byte[] bytes, int from, int length) {}

        @Override
        public void flush() {}

        @Override
        public Object receive() {
            return OK;
        }

        @Override
        public boolean receives(byte[] bytes, int from, int length) {
            return true;
        }

        @Override
        public Object call(String... words) {
            return OK;
        }

        @Override
        public ServerIdentity server() {
            return new ServerIdentity("memory", 8, 0, 0, "memory");
        }

        @Override
        public long clientId() {
            return 1;
        }

        @Override
        public boolean isBroken() {
            return false;
        }

        @Override
        public void close() {}
    }
}
