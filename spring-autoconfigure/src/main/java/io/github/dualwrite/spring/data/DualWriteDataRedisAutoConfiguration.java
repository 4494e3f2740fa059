package io.github.dualwrite.spring.data;

import io.github.dualwrite.spring.DualWriteAutoConfiguration;
import io.github.dualwrite.spring.DualWriteClients;
import io.github.dualwrite.spring.properties.DualWriteProperties;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.system.JavaVersion;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/** The one connection factory that templates, caches, sessions, repositories and Spring Boot's health component find; and the guard beside it. */
@AutoConfiguration(
        after = DualWriteAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration"
        })
@ConditionalOnClass(JedisConnectionFactory.class)
@ConditionalOnBean(DualWriteClients.class)
public final class DualWriteDataRedisAutoConfiguration {

    /**
     * The name is the one that Spring Boot gives its own. Where it would use virtual threads for operations over several nodes, so does this; its own
     * condition for that names a type that moved between its generations.
     */
    @Bean
    @ConditionalOnMissingBean(RedisConnectionFactory.class)
    DualWriteConnectionFactory redisConnectionFactory(DualWriteClients clients, Environment environment) {
        DualWriteConnectionFactory factory = DualWriteConnectionFactory.of(clients);
        if (environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false)
                && JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)) {
            SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("redis-");
            executor.setVirtualThreads(true);
            factory.setExecutor(executor);
        }
        return factory;
    }

    @Bean
    @ConditionalOnMissingBean
    static ConnectionFactoryGuard dualWriteConnectionFactoryGuard(
            ConfigurableListableBeanFactory beans, DualWriteProperties properties) {
        return new ConnectionFactoryGuard(beans, properties.requireManagedConnectionFactory());
    }
}
