package io.github.dualwrite.jmh.system;

import io.github.dualwrite.config.Target;
import io.github.dualwrite.config.Tls;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/** Where everything runs: a primary of two nodes, a secondary of two nodes, and an encrypted one of one node if somebody asks for it. */
final class Servers implements AutoCloseable {

    /** Callers never wait for a connection: it is not the pool that is measured. */
    static final int POOL = 64;

    private final LocalCluster primary = start("primary");
    private final LocalCluster secondary = start("secondary");
    private @Nullable LocalCluster encrypted;

    private static LocalCluster start(String name) {
        return LocalCluster.builder().name(name).primaries(2).replicas(0).start();
    }

    LocalCluster primary() {
        return primary;
    }

    LocalCluster secondary() {
        return secondary;
    }

    LocalCluster encrypted() {
        LocalCluster present = encrypted;
        if (present == null) {
            try {
                present = LocalCluster.builder()
                        .name("encrypted")
                        .primaries(1)
                        .replicas(0)
                        .tls(TestCertificates.create(Files.createTempDirectory("benchmark-tls")))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            encrypted = present;
        }
        return present;
    }

    Target target(LocalCluster cluster) {
        Target target = Target.cluster(cluster.name(), cluster.seeds());
        target = target.pool(target.pool().withMaxTotal(POOL));
        TestCertificates tls = cluster.tls();
        return tls == null ? target : target.tls(Tls.ca(ca(tls)));
    }

    private static Path ca(TestCertificates tls) {
        return tls.caPem();
    }

    /** A {@code JedisCluster} with the same limits that the facade gives its own. */
    static JedisCluster jedis(LocalCluster cluster) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(POOL);
        pool.setMaxIdle(POOL);
        return new JedisCluster(
                Arrays.stream(cluster.seeds()).map(HostAndPort::from).collect(Collectors.toSet()),
                DefaultJedisClientConfig.builder().build(),
                3,
                pool);
    }

    @Override
    public void close() {
        primary.close();
        secondary.close();
        LocalCluster present = encrypted;
        if (present != null) {
            present.close();
        }
    }
}
