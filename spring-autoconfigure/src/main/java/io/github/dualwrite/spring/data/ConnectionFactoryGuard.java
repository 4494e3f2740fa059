package io.github.dualwrite.spring.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Looks at the start for connection factories that write to one server alone, which nobody would notice otherwise. */
final class ConnectionFactoryGuard implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ConnectionFactoryGuard.class);

    private final ConfigurableListableBeanFactory beans;
    private final boolean required;

    ConnectionFactoryGuard(ConfigurableListableBeanFactory beans, boolean required) {
        this.beans = beans;
        this.required = required;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Set<String> names = new TreeSet<>(List.of(beans.getBeanNamesForType(RedisConnectionFactory.class)));
        names.addAll(List.of(beans.getBeanNamesForType(ReactiveRedisConnectionFactory.class)));
        List<String> unmanaged = new ArrayList<>();
        for (String name : names) {
            Class<?> type = beans.getType(name);
            if (type == null || !DualWriteConnectionFactory.class.isAssignableFrom(type)) {
                Object bean = beans.getBean(name); // a definition may name no more than the interface
                if (!(bean instanceof DualWriteConnectionFactory)) {
                    unmanaged.add(name + " (" + bean.getClass().getName() + ")");
                }
            }
        }
        if (unmanaged.isEmpty()) {
            return;
        }
        if (required) {
            throw new UnmanagedConnectionFactoryException(unmanaged);
        }
        log.warn("connection factories that do not write to every cluster, as accepted: {}", unmanaged);
    }
}
