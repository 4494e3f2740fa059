package io.github.dualwrite.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Credentials;
import io.github.dualwrite.config.CredentialsProvider;
import io.github.dualwrite.config.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect, as the file says it, and each way to say it wrong. */
class AccessReadingTest {

    private static final String TARGETS = """
            primary: one
            clusters:
              one: {nodes: [a:1]}
              two: {nodes: [b:2]}
            """;

    @TempDir
    private Path folder;

    private ListenerConfig read(String yaml) throws IOException {
        return ListenerConfig.load(
                Files.writeString(folder.resolve("config.yaml"), yaml + TARGETS), Map.of("SECRET", "from outside"));
    }

    private void assertProblem(String yaml, String problem) {
        assertThatThrownBy(() -> read(yaml).requireValid())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void usersTlsAndAdminAreRead() throws IOException {
        Files.writeString(folder.resolve("passwords"), "old one\nnew one\n\n");
        Files.writeString(folder.resolve("token"), "look here\n");
        Files.writeString(folder.resolve("server.pem"), "");
        Files.writeString(folder.resolve("server.key"), "");
        ListenerConfig config = read("""
                users:
                  default: {password: "${SECRET}"}
                  ada: {password: [a, b]}
                  grace: {password-file: passwords}
                tls: {certificate: server.pem, key: server.key}
                admin: {listen: "127.0.0.1:9000", token-file: token}
                """).requireValid();
        assertThat(config.access().users())
                .containsExactly(
                        new User("default", List.of("from outside")),
                        new User("ada", List.of("a", "b")),
                        new User("grace", List.of("old one", "new one")));
        assertThat(config.access().tls())
                .isEqualTo(new ServerTls(folder.resolve("server.pem"), folder.resolve("server.key"), null));
        assertThat(config.admin()).isEqualTo(new AdminSettings(new Endpoint("127.0.0.1", 9000), "look here"));
        assertThat(config.toString()).doesNotContain("from outside", "old one", "look here");
    }

    @Test
    void whenNothingIsSaidOnlyThisMachineConnects() throws IOException {
        ListenerConfig config = read("").requireValid();
        assertThat(config.listen()).isEqualTo(new Endpoint("127.0.0.1", 6379));
        assertThat(config.admin()).isEqualTo(AdminSettings.ofDefaults());
        assertThat(config.access()).isEqualTo(AccessSettings.open());
        assertThat(read("admin: false\n").requireValid().admin()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:6379", "[::]:6379", "192.0.2.7:6379", "no-such-name.invalid:6379"})
    void beyondThisMachineAPasswordIsAskedForOrTheOperatorSaysOtherwise(String address) throws IOException {
        String listen = "listen: \"" + address + "\"\n";
        assertProblem(listen, "a password under 'users', or tls.client-ca, where others than this machine can connect");
        assertProblem(listen, "or --insecure if anybody may read and write everything");
        assertThat(read(listen + "insecure: true\n").requireValid().listen()).isEqualTo(Endpoint.parse(address));
        assertThat(read(listen + "users: {default: {password: secret}}\n")
                        .requireValid()
                        .listen())
                .isEqualTo(Endpoint.parse(address));
        ListenerConfig told = read(listen);
        assertThat(told.withAccess(told.access().withInsecure()).requireValid().listen())
                .isEqualTo(Endpoint.parse(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:6379", "127.8.9.1:6379", "[::1]:6379", "localhost:6379"})
    void onThisMachineNobodyIsAsked(String address) throws IOException {
        assertThat(read("listen: \"" + address + "\"\n").requireValid().listen())
                .isEqualTo(Endpoint.parse(address));
    }

    @Test
    void thePanelHasTheSameRuleOfItsOwn() throws IOException {
        String everywhere = "users: {default: {password: secret}}\nadmin: {listen: \"0.0.0.0:9901\"%s}\n";
        assertProblem(
                everywhere.formatted(""),
                "admin.listen: 0.0.0.0:9901 (expected: an admin.token where others than this machine can connect");
        assertThat(read(everywhere.formatted(", token: secret")).requireValid().admin())
                .isNotNull();
        assertProblem("admin: {token: \"\"}\n", "admin.token: empty (expected: a token");
        assertProblem("admin: {listen: \"127.0.0.1:6379\"}\n", "admin.listen: 127.0.0.1:6379 (expected: another");
        assertProblem("admin: {listen: here}\n", "admin.listen: here (expected: host:port)");
        assertProblem("admin: {tokn: hunter2}\n", "admin.tokn: unknown setting");
        assertProblem("admin: {token: hunter2, token-file: config.yaml}\n", "admin.token-file: given besides token");
    }

    @Test
    void eachMistakeAboutUsersIsNamed() throws IOException {
        assertProblem("users: {ada: {}}\n", "users.ada.password: none (expected: password or password-file)");
        assertProblem("users: {ada: {password: \"\"}}\n", "users.ada.password: empty (expected: a password)");
        assertProblem("users: {ada: hunter2}\n", "users.ada: a single value (expected: a section");
        assertProblem("users: {ada: {passwort: hunter2}}\n", "did you mean password");
        assertProblem("users: {\"a b\": {password: hunter2}}\n", "a name without spaces");
        assertProblem("users: {ada: {password-file: missing}}\n", "users.ada.password-file: " + folder);
        Files.writeString(folder.resolve("empty"), "\n\n");
        assertProblem("users: {ada: {password-file: empty}}\n", "a file with a line that is not empty");
        assertProblem("users: {ada: {password: \"${MISSING}\"}}\n", "the environment variable MISSING to be set");
        assertProblem("insecure: perhaps\n", "insecure: perhaps (expected: true or false)");
    }

    /** YAML makes 83 of 0123, and 2026-01-02 is a date: whoever typed these would be refused with the right password. */
    @ParameterizedTest
    @ValueSource(strings = {"0123", "12345678", "2026-01-02", "true", "1e3", "[good, 0x10]"})
    void aPasswordThatYamlReadsAsSomethingElseIsToBeQuoted(String password) {
        assertProblem(
                "users: {ada: {password: " + password + "}}\n",
                "users.ada.password: **** (expected: a text in quotes, since YAML reads this one as something else)");
    }

    @Test
    void eachMistakeAboutTlsIsNamed() throws IOException {
        Files.writeString(folder.resolve("server.pem"), "");
        assertProblem("tls: {key: server.pem}\n", "tls.certificate: none (expected: a PEM file)");
        assertProblem("tls: {certificate: server.pem}\n", "tls.key: none (expected: a PEM file)");
        assertProblem(
                "tls: {certificate: server.pem, key: missing}\n",
                "tls.key: " + folder.resolve("missing") + " (expected: a file that can be read)");
        assertProblem("tls: {certificate: server.pem, key: server.pem, client-ca: gone}\n", "tls.client-ca: ");
        assertProblem("tls: yes please\n", "tls: a single value (expected: a section");
    }

    /** The parser's own message quotes the line. */
    @Test
    void whatIsNotYamlIsSaidWithoutTheLineThatMightHoldAPassword() {
        assertProblem("users: {ada: {password: \"hunter2}}\n", "a YAML file");
        assertProblem("users: {ada: {password: hunter2, password: hunter2}}\n", "in line 1, column");
    }

    @Test
    void aPasswordFileOfAClusterIsReadForEachConnection() throws IOException {
        Path file = Files.writeString(folder.resolve("cluster"), "before\n");
        ListenerConfig config = ListenerConfig.load(Files.writeString(folder.resolve("config.yaml"), """
                        primary: one
                        clusters:
                          one: {nodes: [a:1], username: app, password-file: cluster}
                          two: {nodes: [b:2]}
                        """), Map.of());
        CredentialsProvider provider =
                config.requireValid().dualWrite().primary().credentials();
        assertThat(provider).isNotNull();
        if (provider != null) {
            assertThat(provider.get()).isEqualTo(new Credentials("app", "before"));
            Files.writeString(file, "after\n");
            assertThat(provider.get()).isEqualTo(new Credentials("app", "after"));
        }
    }
}
