package io.github.dualwrite.spring.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** What a native image must keep of Spring Boot 3's health, which {@link Boot3Health} knows by name alone. */
final class Boot3HealthHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.proxies().registerJdkProxy(TypeReference.of(Boot3Health.INDICATOR));
        for (String type : new String[] {Boot3Health.STATUS, Boot3Health.BUILDER}) {
            hints.reflection()
                    .registerType(
                            TypeReference.of(type),
                            MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS,
                            MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
