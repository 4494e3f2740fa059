package io.github.dualwrite.jmh.system;

import io.github.dualwrite.config.Ack;

/** The ways to write that are compared. */
enum Kind {
    /** A {@code JedisCluster} of the primary: what the application had before. */
    PLAIN,
    /** One after the other on the caller's thread. */
    SYNC,
    /** The primary on the caller's thread, the secondary on a pool of eight. */
    FUTURE,
    /** The facade with one secondary. */
    FACADE_1,
    /** A second secondary, which is reached over TLS. */
    FACADE_2,
    /** The facade, whose callers wait for the secondary. */
    FACADE_ACK_SYNC,
    /** Camellia's client, both targets awaited on a pool: its default. */
    CAMELLIA,
    /** Camellia's client, the primary awaited and the secondary not. */
    CAMELLIA_ASYNC;

    Contender open(Servers servers) {
        return switch (this) {
            case PLAIN -> new Plain(Servers.jedis(servers.primary()));
            case SYNC -> new NaiveSync(Servers.jedis(servers.primary()), Servers.jedis(servers.secondary()));
            case FUTURE -> new NaiveFuture(Servers.jedis(servers.primary()), Servers.jedis(servers.secondary()));
            case FACADE_1 -> new Facade("one", servers, 1, Ack.ASYNC);
            case FACADE_2 -> new Facade("two", servers, 2, Ack.ASYNC);
            case FACADE_ACK_SYNC -> new Facade("waiting", servers, 1, Ack.SYNC);
            case CAMELLIA -> new Camellia(servers, "MULTI_THREAD_CONCURRENT");
            case CAMELLIA_ASYNC -> new Camellia(servers, "MISC_ASYNC_MULTI_THREAD");
        };
    }

    /** Whether the secondary should have the same afterwards. */
    boolean mirrors() {
        return this != PLAIN;
    }
}
