package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.DualWriteAutoConfiguration;
import io.github.dualwrite.spring.properties.DualWriteProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/** The health component of Spring Boot 3, whose condition for {@code management.health.dualwrite.enabled} has moved since, like its types. */
@AutoConfiguration(after = DualWriteAutoConfiguration.class)
@ConditionalOnClass(name = Boot3Health.INDICATOR)
@ConditionalOnBean(DualWrite.class)
@ConditionalOnMissingBean(name = Boot3HealthAutoConfiguration.BEAN)
@ConditionalOnExpression("${management.health.dualwrite.enabled:${management.health.defaults.enabled:true}}")
@ImportRuntimeHints(Boot3HealthHints.class)
public final class Boot3HealthAutoConfiguration {

    static final String BEAN = "dualwriteHealthIndicator";

    /** Providers, since Spring Boot makes the factory to ask it for the type, before anything is to be started. */
    @Bean(BEAN)
    Boot3HealthFactory<?> boot3Health(
            ObjectProvider<DualWrite> dualWrite, ObjectProvider<DualWriteProperties> properties) {
        return new Boot3HealthFactory<>(() -> HealthView.of(
                dualWrite.getObject(), properties.getObject().health().secondaryDownStatus()));
    }
}
