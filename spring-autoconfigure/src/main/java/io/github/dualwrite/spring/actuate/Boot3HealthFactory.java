package io.github.dualwrite.spring.actuate;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.util.ClassUtils;

/**
 * Makes the indicator of {@link Boot3Health}. A factory, since no method could say the type of the bean, which Spring Boot looks it up by, and a
 * definition that is registered by hand could not be processed ahead of time.
 *
 * @param <T> never told: the container asks {@link #getObjectType} where it finds no type here
 */
final class Boot3HealthFactory<T> implements FactoryBean<T> {

    private final Supplier<HealthView> view;

    Boot3HealthFactory(Supplier<HealthView> view) {
        this.view = view;
    }

    @Override
    @SuppressWarnings("unchecked") // it is of the type that getObjectType says
    public T getObject() {
        return (T) Boot3Health.indicator(view, loader());
    }

    @Override
    public Class<?> getObjectType() {
        return ClassUtils.resolveClassName(Boot3Health.INDICATOR, loader());
    }

    private static ClassLoader loader() {
        return Objects.requireNonNull(Boot3HealthFactory.class.getClassLoader());
    }
}
