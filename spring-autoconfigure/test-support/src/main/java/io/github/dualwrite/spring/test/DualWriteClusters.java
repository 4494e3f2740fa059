package io.github.dualwrite.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Real clusters for a test with Spring's context, started before it and ended with it. They take the place of the nodes, credentials and TLS in the
 * properties; every other property stays as the application has it. Inject {@link TestClusters} to look into them.
 *
 * <pre>{@code
 * @SpringBootTest
 * @DualWriteClusters(primary = "cluster1", secondaries = "cluster2")
 * class ShopTest { ... }
 * }</pre>
 *
 * <p>The servers are programs of this machine, or, where there are none and Testcontainers is on the class path, containers; see the testkit. Where
 * there is neither, the test is skipped, with a line that says what would serve.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServerCondition.class)
public @interface DualWriteClusters {

    /** The name of the cluster that answers. */
    String primary() default "cluster1";

    /** The names of the others. */
    String[] secondaries() default "cluster2";

    /** How many primary nodes each cluster has. */
    int nodes() default 2;
}
