package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.DualWriteAutoConfiguration;
import java.time.Clock;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint, where the actuator is present and exposes it. */
@AutoConfiguration(after = DualWriteAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(DualWrite.class)
@ConditionalOnAvailableEndpoint(DualWriteEndpoint.class)
public final class DualWriteEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Verifications dualWriteVerifications(DualWrite dualWrite) {
        return new Verifications(dualWrite, Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    DualWriteEndpoint dualWriteEndpoint(DualWrite dualWrite, Verifications verifications) {
        return new DualWriteEndpoint(dualWrite, verifications);
    }
}
