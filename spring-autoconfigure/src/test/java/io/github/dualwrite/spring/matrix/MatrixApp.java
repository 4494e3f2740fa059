package io.github.dualwrite.spring.matrix;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.repository.configuration.EnableRedisRepositories;

/** An ordinary application, as Spring Boot configures it. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
@EnableRedisRepositories(basePackageClasses = MatrixApp.class)
public class MatrixApp {

    @Bean
    Prices prices() {
        return new Prices();
    }

    /** What is cached. */
    public static class Prices {

        /** Cached. */
        @Cacheable("prices")
        public String of(String name) {
            return "price of " + name;
        }

        /** Put. */
        @CachePut("prices")
        public String change(String name) {
            return "changed price of " + name;
        }

        /** Evicted. */
        @CacheEvict("prices")
        public void forget(String name) {}

        /** All evicted. */
        @CacheEvict(value = "prices", allEntries = true)
        public void forgetAll() {}
    }
}
