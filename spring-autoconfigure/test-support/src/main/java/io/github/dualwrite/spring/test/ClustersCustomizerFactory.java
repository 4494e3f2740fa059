package io.github.dualwrite.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Puts the clusters into the context of a test that asks for them. */
final class ClustersCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        DualWriteClusters wanted = AnnotatedElementUtils.findMergedAnnotation(testClass, DualWriteClusters.class);
        return wanted == null ? null : new Customizer(wanted.primary(), List.of(wanted.secondaries()), wanted.nodes());
    }

    /** Equal where the clusters are, so that contexts can be shared. */
    private record Customizer(String primary, List<String> secondaries, int nodes) implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            ((BeanDefinitionRegistry) context.getBeanFactory())
                    .registerBeanDefinition(
                            "dualWriteTestClusters",
                            BeanDefinitionBuilder.genericBeanDefinition(
                                            TestClusters.class, () -> TestClusters.start(primary, secondaries, nodes))
                                    .setDestroyMethodName("close")
                                    .getBeanDefinition());
        }
    }
}
