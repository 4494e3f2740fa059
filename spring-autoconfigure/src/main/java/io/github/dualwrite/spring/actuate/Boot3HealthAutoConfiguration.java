package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.DualWriteAutoConfiguration;
import io.github.dualwrite.spring.properties.DualWriteProperties;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** The health component {@code dualwrite}, where Spring Boot 3's health is present. */
@AutoConfiguration(after = DualWriteAutoConfiguration.class)
@ConditionalOnClass(name = Boot3Health.INDICATOR)
@ConditionalOnBean(DualWrite.class)
@ConditionalOnMissingBean(name = Boot3HealthAutoConfiguration.BEAN)
@ConditionalOnExpression("${management.health.dualwrite.enabled:${management.health.defaults.enabled:true}}")
@Import(Boot3HealthAutoConfiguration.Registrar.class)
public final class Boot3HealthAutoConfiguration {

    static final String BEAN = "dualwriteHealthIndicator";

    /** A method could not say the type of the bean, which Spring Boot looks it up by. */
    static final class Registrar implements ImportBeanDefinitionRegistrar {

        private final ConfigurableListableBeanFactory beans;

        Registrar(BeanFactory beans) {
            this.beans = (ConfigurableListableBeanFactory) beans;
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
            ClassLoader loader = Objects.requireNonNull(beans.getBeanClassLoader());
            RootBeanDefinition definition = new RootBeanDefinition();
            definition.setBeanClass(ClassUtils.resolveClassName(Boot3Health.INDICATOR, loader));
            definition.setInstanceSupplier(() -> {
                DualWrite dualWrite = beans.getBean(DualWrite.class);
                String secondaryDown =
                        beans.getBean(DualWriteProperties.class).health().secondaryDownStatus();
                return Boot3Health.indicator(() -> HealthView.of(dualWrite, secondaryDown), loader);
            });
            registry.registerBeanDefinition(BEAN, definition);
        }
    }
}
