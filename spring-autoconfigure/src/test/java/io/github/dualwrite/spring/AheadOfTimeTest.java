package io.github.dualwrite.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.commons.pool2.impl.DefaultEvictionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * An application is processed ahead of time, as Spring Boot's plugins do it, starts from what was generated, and writes to every cluster; and a native
 * image is told what is looked up by name. No native image is built here.
 */
class AheadOfTimeTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

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

    /** Seen to fail on Spring Boot 3.5 with a health component that was registered with a supplier. */
    @Test
    void theProcessedApplicationWritesToEveryCluster() throws Exception {
        Path sources = folder.resolve("sources");
        Path classes = folder.resolve("classes");
        SpringApplicationAotProcessor.main(new String[] {
            AheadOfTimeApp.class.getName(),
            sources.toString(),
            classes.toString(),
            classes.toString(),
            "io.github.dualwrite",
            "app",
            "--management.endpoints.web.exposure.include=dualwrite"
        });
        assertThat(reachability(classes))
                .contains(
                        "io.github.dualwrite.spring.properties.DualWriteProperties",
                        "io.github.dualwrite.spring.properties.ClusterProperties$Lanes",
                        "io/github/dualwrite/command/");
        compile(sources, classes);
        TwoClusters.primary().flushAll();
        TwoClusters.secondary().flushAll();
        assertThat(run(classes)).contains("the endpoint says", "health is");
        assertThat(TwoClusters.assertEqualData().size()).isEqualTo(2);
    }

    /** One file, or one for each kind of hint with the older Spring Framework. */
    private static String reachability(Path classes) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                all.append(Files.readString(file).replace("\\/", "/"));
            }
        }
        return all.toString();
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments =
                new ArrayList<>(List.of("-cp", CLASS_PATH, "-d", classes.toString(), "-nowarn", "-proc:none"));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .as("the compiler's verdict on what was generated")
                .isZero();
    }

    /** In a virtual machine of its own, where what is package-private is in the same package; returns what it printed. */
    private String run(Path classes) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dspring.aot.enabled=true",
                "-cp",
                classes + File.pathSeparator + CLASS_PATH,
                AheadOfTimeApp.class.getName()));
        Arrays.stream(TwoClusters.properties()).map(property -> "--" + property).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
