package io.github.dualwrite.jmh.system;

import java.util.concurrent.atomic.LongAdder;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** What people write first: the one cluster, then the other. A failure of the second is swallowed, as it has to be if it is not to stop the first. */
record NaiveSync(UnifiedJedis primary, UnifiedJedis secondary, LongAdder failed) implements Contender {

    NaiveSync(UnifiedJedis primary, UnifiedJedis secondary) {
        this(primary, secondary, new LongAdder());
    }

    @Override
    public void call(Operation operation, String[] keys, int at, String value) {
        operation.on(primary, keys, at, value);
        if (operation.writes()) {
            try {
                operation.on(secondary, keys, at, value);
            } catch (JedisException e) {
                failed.increment();
            }
        }
    }

    @Override
    public long lost() {
        return failed.sum();
    }

    @Override
    public void close() {
        primary.close();
        secondary.close();
    }
}
