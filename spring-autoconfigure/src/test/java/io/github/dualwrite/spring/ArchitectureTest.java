package io.github.dualwrite.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module wires, and nothing else: it makes no effects, copies no keys, knows no command and speaks to no server. */
@AnalyzeClasses(packages = "io.github.dualwrite.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.dualwrite.spring.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule WIRING_ONLY = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.dualwrite.order..",
                    "io.github.dualwrite.lane..",
                    "io.github.dualwrite.effect..",
                    "io.github.dualwrite.command..",
                    "io.github.dualwrite.repair..",
                    "io.github.dualwrite.resp..",
                    "io.github.dualwrite.listener..");

    @ArchTest
    static final ArchRule PROPERTIES_KNOW_NO_BEANS = noClasses()
            .that()
            .resideInAPackage("..properties..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..spring.data..", "..actuate..", "..diagnostics..", "redis.clients..");

    @ArchTest
    static final ArchRule ONLY_ONE_ROOM_KNOWS_SPRING_DATA = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.dualwrite.spring.data", "io.github.dualwrite.spring.diagnostics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.data..");
}
