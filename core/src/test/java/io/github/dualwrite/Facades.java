package io.github.dualwrite;

import static java.util.Objects.requireNonNull;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import redis.clients.jedis.JedisCluster;

/**
 * Two clusters without replicas that all classes of a run share, since starting them takes longer than most tests: a primary of two nodes and a secondary
 * of three, empty before each test, functions and scripts included. And a facade between them for each test, made when it is first asked for. Who
 * kills a node restarts it. Registered as a static field.
 */
public final class Facades implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    /** A cluster for a plain client, like the primary; started when a class first asks for it. */
    private static final class Plain implements AutoCloseable {
        private final LocalCluster cluster =
                LocalCluster.builder().name("alone").replicas(0).start();

        @Override
        public void close() {
            cluster.close();
        }
    }

    private record Shared(LocalCluster one, LocalCluster two) implements AutoCloseable {
        static Shared start() {
            return new Shared(
                    LocalCluster.builder().name("cluster1").replicas(0).start(),
                    LocalCluster.builder()
                            .name("cluster2")
                            .primaries(3)
                            .replicas(0)
                            .start());
        }

        @Override
        public void close() {
            one.close();
            two.close();
        }
    }

    private @Nullable Shared shared;
    private @Nullable ExtensionContext run;
    private @Nullable DualWrite dualWrite;
    private @Nullable JedisCluster jedis;

    @Override
    public void beforeAll(ExtensionContext context) {
        run = context.getRoot();
        shared = store().computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }

    private Store store() {
        return requireNonNull(run).getStore(Namespace.create(Facades.class));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        empty(one());
        empty(two());
        Plain plain = store().get(Plain.class, Plain.class);
        if (plain != null) {
            empty(plain.cluster);
        }
    }

    private static void empty(LocalCluster cluster) {
        cluster.flushAll();
        for (LocalNode node : cluster.primaries()) {
            node.command("SCRIPT", "FLUSH");
            if (cluster.server().atLeast(7, 0)) {
                node.command("FUNCTION", "FLUSH");
            }
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (jedis != null) {
            jedis.close();
            jedis = null;
        }
        if (dualWrite != null) {
            dualWrite.close();
            dualWrite = null;
        }
    }

    /** The primary. */
    public LocalCluster one() {
        return requireNonNull(shared).one();
    }

    /** The secondary. */
    public LocalCluster two() {
        return requireNonNull(shared).two();
    }

    /** The cluster of plain clients, which nobody mirrors. */
    public LocalCluster alone() {
        return store().computeIfAbsent(Plain.class, key -> new Plain(), Plain.class).cluster;
    }

    /** The facade of this test, with an impatient secondary unless it was opened in another way. */
    public DualWrite dualWrite() {
        DualWrite open = dualWrite;
        return open != null ? open : open(Clusters.impatient("cluster2", two()));
    }

    /** Opens the facade of this test with a secondary of its own. */
    public DualWrite open(Target secondary) {
        DualWrite opened = DualWrite.builder()
                .primary(Target.cluster("cluster1", one().seeds()))
                .secondary(secondary)
                .build();
        dualWrite = opened;
        return opened;
    }

    /** A client of this test's facade. */
    public JedisCluster jedis() {
        JedisCluster open = jedis;
        if (open == null) {
            open = dualWrite().jedisCluster();
            jedis = open;
        }
        return open;
    }

    /** The one pass condition, and how many keys there are. */
    public long assertEqual() {
        Clusters.assertEqual(dualWrite(), one(), two());
        return one().size();
    }
}
