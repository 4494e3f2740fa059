package io.github.dualwrite.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.PartialUpdate;
import org.springframework.data.redis.core.RedisKeyValueTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/** What hides Redis altogether: caches, repositories, sessions. */
final class AbstractionOperations extends Operation.Kind {

    AbstractionOperations(ApplicationContext context) {
        super(context);
        caches();
        repositories();
        sessions("session", new RedisSessionRepository(sessionTemplate()));
        sessions("indexed session", new RedisIndexedSessionRepository(sessionTemplate()));
        write("indexed session found by its name", () -> {
            RedisIndexedSessionRepository repository = new RedisIndexedSessionRepository(sessionTemplate());
            indexed(repository);
            assertThat(repository.findByPrincipalName("ann")).isNotEmpty();
        });
    }

    private static <S extends Session> void indexed(FindByIndexNameSessionRepository<S> repository) {
        S session = repository.createSession();
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "ann");
        repository.save(session);
    }

    private RedisTemplate<String, Object> sessionTemplate() {
        RedisTemplate<String, Object> template = new RedisTemplate<>();
        template.setConnectionFactory(context.getBean(RedisConnectionFactory.class));
        template.setKeySerializer(RedisSerializer.string());
        template.setHashKeySerializer(RedisSerializer.string());
        template.afterPropertiesSet();
        return template;
    }

    private void caches() {
        MatrixApp.Prices prices = context.getBean(MatrixApp.Prices.class);
        CacheManager manager = context.getBean(CacheManager.class);
        assertThat(manager).isInstanceOf(RedisCacheManager.class);
        write("@Cacheable", () -> {
            prices.of("apple");
            prices.of("apple");
            prices.of("pear");
        });
        write("@CachePut", () -> prices.change("apple"));
        write("@CacheEvict", () -> prices.forget("apple"));
        write("@CacheEvict of all entries", () -> {
            for (int i = 0; i < 20; i++) {
                prices.of("fruit" + i);
            }
            prices.forgetAll();
        });
        write("cache by hand", () -> {
            Cache cache = java.util.Objects.requireNonNull(manager.getCache("hand"));
            cache.put("a", "1");
            cache.putIfAbsent("a", "2");
            cache.putIfAbsent("b", "2");
            cache.evict("b");
            cache.evictIfPresent("c");
        });
        write("cache cleared", () -> {
            Cache cache = java.util.Objects.requireNonNull(manager.getCache("hand"));
            for (int i = 0; i < 20; i++) {
                cache.put("k" + i, "1");
            }
            cache.clear();
        });
        write("cache invalidated", () -> {
            Cache cache = java.util.Objects.requireNonNull(manager.getCache("other"));
            cache.put("a", "1");
            cache.invalidate();
            cache.put("b", "1");
        });
    }

    private void repositories() {
        ShopItems items = context.getBean(ShopItems.class);
        write("repository save", () -> items.save(ShopItem.of("1", "red", null)));
        write("repository save with a time to live", () -> items.save(ShopItem.of("2", "red", 300L)));
        write(
                "repository saveAll",
                () -> items.saveAll(List.of(
                        ShopItem.of("3", "blue", null),
                        ShopItem.of("4", "red", null),
                        ShopItem.of("5", "green", null))));
        write("repository change of an index", () -> items.save(ShopItem.of("1", "blue", null)));
        quiet("repository reads", () -> {
            assertThat(items.findByColour("blue")).hasSize(2);
            items.count();
            items.existsById("1");
        });
        write("repository deleteById", () -> items.deleteById("3"));
        write("repository partial update", () -> {
            RedisKeyValueTemplate template = context.getBean(RedisKeyValueTemplate.class);
            template.update(new PartialUpdate<>("1", ShopItem.class).set("colour", "black"));
        });
        write("repository deleteAll", () -> items.deleteAll());
    }

    private <S extends Session> void sessions(String kind, SessionRepository<S> repository) {
        write(kind + " saved", () -> repository.save(session(repository)));
        write(kind + " changed", () -> {
            S session = session(repository);
            repository.save(session);
            session.setAttribute("cart", "two");
            session.removeAttribute("name");
            repository.save(session);
        });
        write(kind + " with another id", () -> {
            S session = session(repository);
            repository.save(session);
            session.changeSessionId();
            repository.save(session);
        });
        write(kind + " deleted", () -> {
            S session = session(repository);
            repository.save(session);
            repository.deleteById(session.getId());
            repository.save(session(repository));
        });
    }

    private static <S extends Session> S session(SessionRepository<S> repository) {
        S session = repository.createSession();
        session.setMaxInactiveInterval(Duration.ofMinutes(10));
        Map.of("cart", "one", "name", "ann").forEach(session::setAttribute);
        return session;
    }
}
