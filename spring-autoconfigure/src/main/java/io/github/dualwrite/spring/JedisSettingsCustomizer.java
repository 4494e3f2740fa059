package io.github.dualwrite.spring;

import redis.clients.jedis.DefaultJedisClientConfig;

/** Jedis's own settings for every client that is made for the application: the protocol, the client's name. Beans of this type are called in their order. */
@FunctionalInterface
public interface JedisSettingsCustomizer {

    /** Changes {@code settings}, which hold what the primary's properties say. */
    void customize(DefaultJedisClientConfig.Builder settings);
}
