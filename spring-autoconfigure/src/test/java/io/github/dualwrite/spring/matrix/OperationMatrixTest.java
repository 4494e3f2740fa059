package io.github.dualwrite.spring.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.TwoClusters;
import io.github.dualwrite.testkit.DataSet;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Every way in which a Spring application writes, one after the other, on real clusters: afterwards the secondary equals the primary, without the
 * audit to help. Seen to fail, all but one of 123, with the client that Spring Data would have made itself.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperationMatrixTest {

    private static ConfigurableApplicationContext context;

    /** What the primary held after the last operation. */
    private static @Nullable DataSet before;

    @BeforeAll
    static void start() {
        TwoClusters.primary().flushAll();
        TwoClusters.secondary().flushAll();
        before = DataSet.of(TwoClusters.primary());
        WriteCommands.reset();
        context = new SpringApplicationBuilder(MatrixApp.class)
                .web(WebApplicationType.NONE)
                .properties(TwoClusters.properties())
                .properties("spring.cache.type=redis", "spring.cache.redis.time-to-live=10m")
                .run();
        assertThat(context.getBean(DualWrite.class).awaitAgreement(Duration.ofSeconds(60)))
                .isTrue();
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.close();
        }
    }

    /** The alarm for what the next Spring Data can send. Seen to fail without one of the operations. */
    @Test
    @Order(2)
    void everyCommandThatWritesWasSent() {
        assertThat(WriteCommands.seen()).containsAll(WriteCommands.expected());
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> theSecondaryEqualsThePrimary() {
        return Stream.of(
                        new TemplateOperations(context),
                        new AbstractionOperations(context),
                        new FurtherOperations(context),
                        new ConnectionOperations(context))
                .flatMap(kind -> kind.operations().stream())
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> check(operation)));
    }

    private static void check(Operation operation) throws Exception {
        operation.body().run();
        DataSet after = TwoClusters.assertEqual(context.getBean(DualWrite.class));
        if (operation.changes()) {
            assertThat(Objects.requireNonNull(before).differences(after, Duration.ofSeconds(2)))
                    .as("what it changed")
                    .isNotEmpty();
        }
        before = after;
    }
}
