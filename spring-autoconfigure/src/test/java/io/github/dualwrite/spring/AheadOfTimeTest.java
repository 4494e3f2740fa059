package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.spring.properties.ClusterProperties;
import io.github.dualwrite.spring.properties.DualWriteProperties;
import org.apache.commons.pool2.impl.DefaultEvictionPolicy;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** The auto-configuration can be processed ahead of time, and a native image keeps what is looked up by name. */
class AheadOfTimeTest {

    @Test
    void whatIsLookedUpByNameIsKept() {
        RuntimeHints hints = new RuntimeHints();
        new DualWriteRuntimeHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.resource().forResource("io/github/dualwrite/command/commands.txt"))
                .accepts(hints);
        assertThat(getClass().getClassLoader().getResource("io/github/dualwrite/command/commands.txt"))
                .as("the table, under the name that the hint has")
                .isNotNull();
        assertThat(RuntimeHintsPredicates.reflection().onType(DefaultEvictionPolicy.class))
                .accepts(hints);
    }

    @Test
    void theContextIsProcessed() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of("dualwrite.primary=a").applyTo(context);
        context.register(App.class);
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get("generated", "App")), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        RuntimeHints hints = generation.getRuntimeHints();
        assertThat(RuntimeHintsPredicates.reflection().onType(DualWriteProperties.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(ClusterProperties.Lanes.class))
                .as("nested properties")
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("io/github/dualwrite/command/commands.txt"))
                .accepts(hints);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DualWriteAutoConfiguration.class,
        io.github.dualwrite.spring.data.DualWriteDataRedisAutoConfiguration.class
    })
    static class App {}
}
