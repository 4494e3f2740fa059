package io.github.dualwrite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the house: doors know the engine, the engine knows no door, and no package leads back to itself. */
@AnalyzeClasses(packages = "io.github.dualwrite", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.dualwrite.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_JEDIS_DOOR_KNOWS_JEDIS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.github.dualwrite", "io.github.dualwrite.jedis", "io.github.dualwrite.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_DOOR = noClasses()
            .that()
            .resideInAnyPackage(
                    "..engine..",
                    "..order..",
                    "..lane..",
                    "..net..",
                    "..command..",
                    "..effect..",
                    "..sync..",
                    "..repair..",
                    "..verify..",
                    "..resp..",
                    "..config..",
                    "..account..",
                    "..event..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.dualwrite", "..jedis..", "..listener..", "org.springframework..", "io.netty..");

    @ArchTest
    static final ArchRule THE_PROTOCOL_KNOWS_NO_NETWORK = noClasses()
            .that()
            .resideInAnyPackage("..order..", "..effect..", "..command..", "..resp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..lane..", "..engine..", "java.net..");
}
