package io.github.dualwrite.spring.actuate;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Makes a {@code HealthIndicator} of Spring Boot 3. Its types have moved since, so they are not there when this is compiled; three of them, by
 * reflection, are what one jar for both generations costs.
 */
final class Boot3Health implements InvocationHandler {

    static final String INDICATOR = "org.springframework.boot.actuate.health.HealthIndicator";
    static final String STATUS = "org.springframework.boot.actuate.health.Status";
    static final String BUILDER = "org.springframework.boot.actuate.health.Health$Builder";

    private final Supplier<HealthView> view;
    private final Constructor<?> status;
    private final Constructor<?> builder;

    private Boot3Health(Supplier<HealthView> view, ClassLoader loader) throws NoSuchMethodException {
        this.view = view;
        Class<?> statusType = ClassUtils.resolveClassName(STATUS, loader);
        this.status = statusType.getConstructor(String.class);
        this.builder = ClassUtils.resolveClassName(BUILDER, loader).getConstructor(statusType, Map.class);
    }

    /** An indicator, which is of the type {@value #INDICATOR}. */
    static Object indicator(Supplier<HealthView> view, ClassLoader loader) {
        try {
            Class<?> type = ClassUtils.resolveClassName(INDICATOR, loader);
            return Proxy.newProxyInstance(loader, new Class<?>[] {type}, new Boot3Health(view, loader));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("the health of this Spring Boot is not as in 3.5", e);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("health")) {
            return health();
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "the health of Dualwrite";
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Object health() throws ReflectiveOperationException {
        HealthView now = view.get();
        Object made = builder.newInstance(status.newInstance(now.status()), now.details());
        try {
            return made.getClass().getMethod("build").invoke(made);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the state of the clusters cannot be told", e.getCause());
        }
    }
}
