package io.github.dualwrite.spring.test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;

/** Makes a cluster of one server. */
final class SingleNodeCluster {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long STEP_NANOS = 20_000_000;
    private static final int SLOTS = 16_384;

    private SingleNodeCluster() {}

    /** Gives it every slot, and lets it announce the address that it was reached under; returns when it serves. */
    static void form(String host, int port) {
        try (Jedis server = new Jedis(host, port)) {
            server.configSet("cluster-announce-ip", InetAddress.getByName(host).getHostAddress());
            server.configSet("cluster-announce-port", Integer.toString(port));
            server.clusterAddSlots(IntStream.range(0, SLOTS).toArray());
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (!server.clusterInfo().contains("cluster_state:ok")) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new IllegalStateException("no cluster within " + LONGEST + ": " + server.clusterInfo());
                }
                LockSupport.parkNanos(STEP_NANOS);
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the host of the container, " + host + ", has no address", e);
        }
    }
}
