package io.github.dualwrite.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server program. Which one, first hit wins: the property {@value #PROPERTY} or the variable {@value #VARIABLE}; {@code valkey-server} on the
 * path; {@code redis-server} on the path; the program inside the artifact {@code com.github.codemonstur:embedded-redis}; the image {@code valkey/valkey}, where Testcontainers is on
 * the class path and Docker answers.
 *
 * @param path the program
 * @param version what it says of itself, for example {@code Valkey 8.0.1}
 * @param major the major version
 * @param minor the minor version
 * @param supportsTls whether it was built with TLS
 * @param image the container image that the program lives in, or {@code null} for a program of this machine
 */
public record ServerBinary(
        Path path,
        String version,
        int major,
        int minor,
        boolean supportsTls,
        @Nullable String image) {

    /** The system property that names a server program. */
    public static final String PROPERTY = "dualwrite.server";

    /** The environment variable that names a server program. */
    public static final String VARIABLE = "DUALWRITE_SERVER";

    /** The system property that names further programs for tests over several versions, separated as in a path. */
    public static final String MORE_PROPERTY = "dualwrite.servers";

    /** The environment variable for the same. */
    public static final String MORE_VARIABLE = "DUALWRITE_SERVERS";

    static final String NONE_FOUND = """
            no Valkey or Redis server found. One of these is needed:
              1. -Ddualwrite.server=/path/to/valkey-server, or the environment variable DUALWRITE_SERVER
              2. valkey-server on the PATH
              3. redis-server on the PATH
              4. the artifact com.github.codemonstur:embedded-redis on the class path, on Linux or macOS
              5. Docker, and org.testcontainers:testcontainers on the class path (image valkey/valkey)""";

    private static final Logger log = LoggerFactory.getLogger(ServerBinary.class);
    private static final Pattern VERSION = Pattern.compile("(Valkey|Redis) server v=(\\d+)\\.(\\d+)\\.(\\d+)");

    private static @Nullable ServerBinary found;

    /**
     * The server program of this machine; says once in the log which it is.
     *
     * @throws IllegalStateException if there is none, with what would serve
     */
    public static synchronized ServerBinary find() {
        ServerBinary known = found;
        if (known == null) {
            known = search().orElseThrow(() -> new IllegalStateException(NONE_FOUND));
            found = known;
            log.info("server: {} ({})", known.version(), known.image() == null ? known.path() : known.image());
        }
        return known;
    }

    /** All server programs that can be found, one per version: the first hit, those named besides, and the embedded one. */
    public static List<ServerBinary> all() {
        List<ServerBinary> all = new ArrayList<>(List.of(find()));
        List<Path> more = new ArrayList<>();
        String named = System.getProperty(MORE_PROPERTY, System.getenv().getOrDefault(MORE_VARIABLE, ""));
        for (String path : named.split(File.pathSeparator)) {
            if (!path.isBlank()) {
                more.add(Path.of(path));
            }
        }
        onPath("valkey-server").ifPresent(more::add);
        onPath("redis-server").ifPresent(more::add);
        embedded().ifPresent(more::add);
        for (Path path : more) {
            ServerBinary binary = at(path);
            if (all.stream().noneMatch(other -> other.version().equals(binary.version()))) {
                all.add(binary);
            }
        }
        all.sort(Comparator.comparingInt(ServerBinary::major).thenComparingInt(ServerBinary::minor));
        return all;
    }

    /**
     * A program at a path.
     *
     * @throws IllegalArgumentException if it is not a server program
     */
    public static ServerBinary at(Path path) {
        String text = run(path.toString(), "--version");
        Matcher matcher = VERSION.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    PROPERTY + ": " + path + " (expected: a valkey-server or redis-server program)");
        }
        int major = Integer.parseInt(matcher.group(2));
        int minor = Integer.parseInt(matcher.group(3));
        // asked for TLS without a certificate, a program that knows TLS misses the certificate, and one that does not
        // misses TLS
        String tls = run(path.toString(), "--save", "", "--port", "0", "--tls-port", "17999", "--bind", "127.0.0.1");
        boolean supportsTls = tls.contains("tls-cert-file");
        return new ServerBinary(
                path,
                matcher.group(1) + " " + major + "." + minor + "." + matcher.group(4),
                major,
                minor,
                supportsTls,
                null);
    }

    /** Whether the version is at least the given one. Valkey counts on from Redis 7.2. */
    public boolean atLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    @Override
    public String toString() {
        return version;
    }

    private static Optional<ServerBinary> search() {
        String named = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (named != null && !named.isBlank()) {
            return Optional.of(at(Path.of(named)));
        }
        return onPath("valkey-server")
                .or(() -> onPath("redis-server"))
                .or(ServerBinary::embedded)
                .map(ServerBinary::at)
                .or(DockerServers::find);
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The program in the artifact, unpacked once per user and content length. */
    private static Optional<Path> embedded() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch", "").matches("aarch64|arm64");
        String resource;
        if (os.contains("linux")) {
            resource = arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        } else if (os.contains("mac")) {
            resource = arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
        } else {
            return Optional.empty();
        }
        ClassLoader loader = ServerBinary.class.getClassLoader();
        try (InputStream in = loader == null ? null : loader.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] program = in.readAllBytes();
            Path folder = Path.of(System.getProperty("java.io.tmpdir"), "dualwrite-" + System.getProperty("user.name"));
            Files.createDirectories(folder);
            Path file = folder.resolve(resource + "-" + program.length);
            if (!Files.isExecutable(file)) {
                Path half = Files.createTempFile(folder, "unpacking", "");
                Files.write(half, program);
                Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded server cannot be unpacked", e);
        }
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    PROPERTY + ": " + command[0] + " (expected: a program that can be run): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
