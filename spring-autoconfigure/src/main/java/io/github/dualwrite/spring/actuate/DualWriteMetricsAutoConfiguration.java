package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.metrics.DualWriteMetrics;
import io.github.dualwrite.spring.DualWriteAutoConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters, which Spring Boot binds to every registry of the application. */
@AutoConfiguration(after = DualWriteAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(DualWrite.class)
public final class DualWriteMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DualWriteMetrics dualWriteMetrics(DualWrite dualWrite) {
        return new DualWriteMetrics(dualWrite::status);
    }
}
