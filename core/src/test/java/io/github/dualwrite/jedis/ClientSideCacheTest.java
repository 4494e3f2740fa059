package io.github.dualwrite.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.Facades;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.CacheConfig;
import redis.clients.jedis.csc.DefaultCache;

/** Jedis's client-side cache on the facade: reads come from it, invalidations from the primary, and writes pass by it to every cluster. */
class ClientSideCacheTest {

    /** Works with servers other than Redis 7.4, too. */
    public static final class AnyServersCache extends DefaultCache {
        AnyServersCache() {
            super(1_000);
        }

        @Override
        public boolean compatibilityMode() {
            return true;
        }
    }

    @RegisterExtension
    static final Facades facades = new Facades();

    @Test
    void readsAreServedFromTheCacheAndInvalidatedByThePrimary() {
        DualWrite dualWrite = facades.dualWrite();
        try (JedisCluster jedis = dualWrite
                        .jedis()
                        .jedisClusterBuilder(settings -> settings.protocol(RedisProtocol.RESP3))
                        .cache(new AnyServersCache())
                        .build();
                JedisCluster other = dualWrite.jedisCluster()) {
            jedis.set("a", "1");
            assertThat(jedis.get("a")).isEqualTo("1");
            assertThat(jedis.get("a")).isEqualTo("1");
            assertThat(jedis.getCache().getStats().getHitCount()).isEqualTo(1);
            other.incr("a");
            await().untilAsserted(() -> assertThat(jedis.get("a")).isEqualTo("2"));
            jedis.incr("a");
            await().untilAsserted(() -> assertThat(jedis.get("a")).isEqualTo("3"));
            jedis.hset("h", "f", "v");
            assertThat(jedis.hgetAll("h")).containsEntry("f", "v");
            jedis.eval("return redis.call('set', KEYS[1], 'x')", 1, "by-script");
            assertThat(jedis.get("by-script")).isEqualTo("x");
            assertThat(facades.assertEqual()).isEqualTo(3);
        }
    }

    @Test
    void aCacheOverTheOlderProtocolIsRefusedByJedisItself() {
        DualWrite dualWrite = facades.dualWrite();
        assertThatThrownBy(() -> dualWrite
                        .jedis()
                        .jedisClusterBuilder(settings -> settings.protocol(RedisProtocol.RESP2))
                        .cacheConfig(CacheConfig.builder().build())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RESP3");
    }
}
