package io.github.dualwrite.fire;

import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What can go wrong. When a fault is over, everything that it broke works again; what it left behind is the product's to mend. */
enum Fault {

    /** Nothing fails; the processes only write the same keys. */
    CALM((arena, random) -> last(2_000 + random.nextInt(2_000))),

    /** The network to the single secondary resets every connection, again and again. */
    RESET((arena, random) -> {
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            arena.proxy.reset();
            last(100 + random.nextInt(300));
        }
    }),

    /** Replies get lost, and commands do not. */
    HALF_CLOSE((arena, random) -> {
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            arena.proxy.halfClose();
            last(100 + random.nextInt(300));
        }
    }),

    LATENCY((arena, random) -> {
        arena.proxy.latency(Duration.ofMillis(10 + random.nextInt(60)));
        last(500 + random.nextInt(1_500));
        arena.proxy.pass();
    }),

    /** Nothing passes for longer than anybody waits; then all of it arrives, late. */
    BLACK_HOLE((arena, random) -> {
        arena.proxy.blackHole();
        last(500 + random.nextInt(3_000));
        arena.proxy.pass();
    }),

    REFUSE((arena, random) -> {
        arena.proxy.refuse();
        last(300 + random.nextInt(2_000));
        arena.proxy.pass();
    }),

    KILL_CONNECTIONS((arena, random) -> {
        for (int i = 3 + random.nextInt(5); i > 0; i--) {
            List<LocalNode> nodes = pick(random, arena.clusters()).nodes();
            pick(random, nodes).command("CLIENT", "KILL", "TYPE", random.nextBoolean() ? "normal" : "pubsub");
            last(50 + random.nextInt(200));
        }
    }),

    FREEZE_SECONDARY((arena, random) -> freeze(pick(random, arena.sharded.primaries()), arena.sharded, random)),

    FREEZE_PRIMARY((arena, random) -> freeze(pick(random, arena.primary.primaries()), arena.primary, random)),

    FREEZE_SINGLE((arena, random) -> {
        arena.singleNode().freeze();
        last(500 + random.nextInt(3_000));
        arena.singleNode().thaw();
    }),

    FAIL_OVER_SECONDARY((arena, random) -> failOver(arena.sharded, random)),

    FAIL_OVER_PRIMARY((arena, random) -> failOver(arena.primary, random)),

    /** A node of the secondary dies with what its replica has not heard yet, and comes back as a replica. */
    KILL_SECONDARY((arena, random) -> killNode(arena.sharded, random)),

    KILL_PRIMARY((arena, random) -> killNode(arena.primary, random)),

    RESHARD_SECONDARY((arena, random) -> reshard(arena.sharded, random)),

    RESHARD_PRIMARY((arena, random) -> reshard(arena.primary, random)),

    /** The secondary has no memory left, and refuses what would need some. */
    FILL_SECONDARY((arena, random) -> {
        LocalNode node = random.nextBoolean() ? arena.singleNode() : pick(random, arena.sharded.primaries());
        node.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        node.command("CONFIG", "SET", "maxmemory", "1mb");
        last(500 + random.nextInt(2_000));
        node.command("CONFIG", "SET", "maxmemory", "0");
    }),

    /** The single secondary dies and comes back with nothing. */
    EMPTY_SINGLE((arena, random) -> {
        arena.singleNode().kill();
        last(random.nextInt(1_500));
        arena.singleNode().restart();
        arena.restorePassword();
    }),

    /** A shard of the secondary dies with its replica, and both come back with nothing. */
    EMPTY_SHARD((arena, random) -> {
        LocalNode node = pick(random, arena.sharded.primaries());
        List<LocalNode> replicas = arena.sharded.replicasOf(node);
        replicas.forEach(LocalNode::kill);
        node.kill();
        last(random.nextInt(500));
        node.restart();
        replicas.forEach(LocalNode::restart);
        arena.sharded.awaitOk();
    }),

    /** The single secondary's password changes, and the processes learn of it a little later. */
    PASSWORD((arena, random) -> {
        arena.changePassword("secret" + random.nextInt(1_000_000));
        last(random.nextInt(1_000));
        arena.tellPassword();
    }),

    /** The application empties everything. */
    FLUSH((arena, random) -> pick(random, arena.writers()).ask("flush")),

    KILL_WRITER(
            (arena, random) -> arena.killWriter(random.nextInt(arena.writers().size()))),

    /** A rolling deployment. */
    ROLL_WRITER(
            (arena, random) -> arena.rollWriter(random.nextInt(arena.writers().size()))),

    /** A process stands still, for longer than the others wait for a sign of life or for less. */
    FREEZE_WRITER((arena, random) -> {
        WriterProcess writer = pick(random, arena.writers());
        writer.freeze();
        last(500 + random.nextInt(4_000));
        writer.thaw();
    });

    private interface Deed {
        void strike(Arena arena, Random random);
    }

    @SuppressWarnings("ImmutableEnumChecker") // deeds are lambdas that hold nothing
    private final Deed deed;

    Fault(Deed deed) {
        this.deed = deed;
    }

    /** Strikes and heals; returns when everything that it broke works again. */
    void strike(Arena arena, Random random) {
        deed.strike(arena, random);
    }

    private static void freeze(LocalNode node, LocalCluster cluster, Random random) {
        node.freeze();
        last(500 + random.nextInt(3_500));
        node.thaw();
        cluster.awaitOk();
    }

    private static void failOver(LocalCluster cluster, Random random) {
        LocalNode node = pick(random, cluster.primaries());
        cluster.awaitReplicated();
        cluster.failOver(node);
        cluster.awaitOk();
    }

    private static void killNode(LocalCluster cluster, Random random) {
        cluster.awaitReplicated();
        LocalNode node = pick(random, cluster.primaries());
        node.kill();
        last(random.nextInt(500));
        cluster.takeOver(node);
        node.restart();
        cluster.awaitOk();
        cluster.awaitReplicated();
    }

    private static void reshard(LocalCluster cluster, Random random) {
        List<LocalNode> primaries = cluster.primaries();
        int slot = random.nextInt(16_384 - 60);
        LocalNode source = cluster.primaryOf(slot);
        int to = slot;
        while (to < slot + 60 && cluster.primaryOf(to + 1).port() == source.port()) {
            to++;
        }
        LocalNode target = pick(
                random,
                primaries.stream().filter(node -> node.port() != source.port()).toList());
        cluster.moveSlots(slot, to, source, target);
    }

    /** How long a fault lasts: not a wait for anything. */
    private static void last(int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
