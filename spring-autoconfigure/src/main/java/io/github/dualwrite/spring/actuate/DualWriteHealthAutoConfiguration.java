package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.DualWriteAutoConfiguration;
import io.github.dualwrite.spring.properties.DualWriteProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health component {@code dualwrite}, where Spring Boot 4's health is present. */
@AutoConfiguration(after = DualWriteAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(DualWrite.class)
@ConditionalOnEnabledHealthIndicator("dualwrite")
public final class DualWriteHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "dualwriteHealthIndicator")
    HealthIndicator dualwriteHealthIndicator(DualWrite dualWrite, DualWriteProperties properties) {
        return new DualWriteHealthIndicator(dualWrite, properties.health().secondaryDownStatus());
    }
}
