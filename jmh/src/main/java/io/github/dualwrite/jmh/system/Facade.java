package io.github.dualwrite.jmh.system;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.account.Latencies.Counts;
import io.github.dualwrite.config.Ack;
import io.github.dualwrite.config.Fleet;
import io.github.dualwrite.config.Pace;
import io.github.dualwrite.config.Target;
import java.time.Duration;
import redis.clients.jedis.JedisCluster;

/** Dualwrite with its default settings but for the pace of the first copies. */
final class Facade implements Contender {

    private static final Duration START = Duration.ofMinutes(1);

    private final DualWrite dualWrite;
    private final JedisCluster jedis;

    /** @param channel apart from other facades of the same process, as an application has only one */
    Facade(String channel, Servers servers, int secondaries, Ack ack) {
        DualWrite.Builder builder = DualWrite.builder()
                .primary(servers.target(servers.primary()))
                .secondary(as(servers.target(servers.secondary()), channel, ack));
        if (secondaries > 1) {
            builder.secondary(as(servers.target(servers.encrypted()), channel, ack));
        }
        this.dualWrite = builder.build();
        this.jedis = dualWrite.jedisCluster();
        if (!dualWrite.awaitAgreement(START)) {
            throw new IllegalStateException("not in agreement at the start: " + dualWrite.status());
        }
    }

    Facade(DualWrite dualWrite) {
        this.dualWrite = dualWrite;
        this.jedis = dualWrite.jedisCluster();
    }

    static Target as(Target target, String channel, Ack ack) {
        return target.replication(target.replication()
                .withAck(ack)
                .withPace(new Pace(1_000_000, 1L << 30))
                .withFleet(new Fleet(
                        true, "benchmark:" + channel, Fleet.ofDefaults().presence())));
    }

    DualWrite dualWrite() {
        return dualWrite;
    }

    @Override
    public void call(Operation operation, String[] keys, int at, String value) {
        operation.on(jedis, keys, at, value);
    }

    @Override
    public boolean settle(Duration most) {
        return dualWrite.awaitAgreement(most);
    }

    @Override
    public Counts lag() {
        return dualWrite
                .engine()
                .latencies(dualWrite.config().secondaries().get(0).name())
                .counts();
    }

    @Override
    public long copied() {
        return dualWrite.status().get(0).account().marks().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public void close() {
        jedis.close();
        dualWrite.close();
    }
}
