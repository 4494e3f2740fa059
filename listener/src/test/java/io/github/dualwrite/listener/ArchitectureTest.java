package io.github.dualwrite.listener;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the listener: no way leads back, and each knows only what it needs. */
@AnalyzeClasses(packages = "io.github.dualwrite.listener", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.github.dualwrite.listener.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_PROTOCOL_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("..listener.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine..",
                    "..listener.client..",
                    "..listener.command..",
                    "..listener.upstream..",
                    "..listener.access..",
                    "..listener.admin..",
                    "..listener.config..");

    @ArchTest
    static final ArchRule THE_DATA_PATH_KNOWS_NO_PANEL_AND_NO_FILE = noClasses()
            .that()
            .resideInAnyPackage("..listener.client..", "..listener.command..", "..listener.upstream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..listener.admin..", "org.yaml..", "picocli..");
}
