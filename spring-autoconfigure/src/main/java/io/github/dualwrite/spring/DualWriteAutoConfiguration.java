package io.github.dualwrite.spring;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.spring.properties.ConfigMapper;
import io.github.dualwrite.spring.properties.DualWriteConnectionDetails;
import io.github.dualwrite.spring.properties.DualWriteProperties;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.builders.ClusterClientBuilder;

/**
 * The engine, and Jedis's clients that write to every cluster. Before Spring Boot's own configuration of Redis, of either generation, which then
 * finds what it would have made; every bean gives way to one of the application's.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration"
        },
        afterName = "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration")
@ConditionalOnProperty(prefix = "dualwrite", name = "enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(DualWriteProperties.class)
@ImportRuntimeHints(DualWriteRuntimeHints.class)
public final class DualWriteAutoConfiguration {

    /** Spring Boot 3.5 brings a Jedis whose clients cannot be made to record; better no start than an application that writes to the primary alone. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("redis.clients.jedis.builders.ClusterClientBuilder")
    static class OldJedisConfiguration {

        OldJedisConfiguration() {
            throw new UnsupportedJedisException();
        }
    }

    /** Everything else. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ClusterClientBuilder.class)
    static class EngineConfiguration {

        @Bean
        @ConditionalOnMissingBean({DualWriteConfig.class, DualWrite.class})
        DualWriteConfig dualWriteConfig(
                DualWriteProperties properties,
                ObjectProvider<DualWriteConnectionDetails> details,
                ObjectProvider<SslBundles> bundles,
                ListableBeanFactory beans) {
            return new ConfigMapper(properties, details.orderedStream().toList())
                    .map(bundles.getIfAvailable(), beans.getBeansOfType(CredentialsProvider.class));
        }

        @Bean
        @ConditionalOnMissingBean
        DualWrite dualWrite(DualWriteConfig config) {
            return DualWrite.start(config);
        }

        @Bean
        @ConditionalOnMissingBean
        DrainLifecycle dualWriteDrain(DualWrite dualWrite) {
            return new DrainLifecycle(dualWrite);
        }

        @Bean
        @ConditionalOnMissingBean
        DualWriteClients dualWriteClients(DualWrite dualWrite, ObjectProvider<JedisSettingsCustomizer> customizers) {
            return new DualWriteClients(dualWrite, customizers.orderedStream().toList());
        }

        /** Lazy: an application that never asks for it opens no connections. */
        @Bean
        @Lazy
        @ConditionalOnMissingBean
        @SuppressWarnings("deprecation") // it is what existing code holds
        JedisCluster dualWriteJedisCluster(DualWriteClients clients) {
            return clients.jedisCluster();
        }
    }

    /** The client that came with Jedis 7.2; Spring Boot 4.0 manages an older one. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisClusterClient.class)
    static class RedisClusterClientConfiguration {

        /** Lazy, too. */
        @Bean
        @Lazy
        @ConditionalOnMissingBean
        RedisClusterClient dualWriteRedisClusterClient(DualWriteClients clients) {
            return RedisClusterClients.make(clients);
        }
    }
}
