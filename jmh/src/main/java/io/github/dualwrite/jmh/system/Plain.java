package io.github.dualwrite.jmh.system;

import redis.clients.jedis.UnifiedJedis;

/** No second cluster at all. */
record Plain(UnifiedJedis jedis) implements Contender {

    @Override
    public void call(Operation operation, String[] keys, int at, String value) {
        operation.on(jedis, keys, at, value);
    }

    @Override
    public void close() {
        jedis.close();
    }
}
