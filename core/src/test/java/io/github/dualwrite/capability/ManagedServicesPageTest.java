package io.github.dualwrite.capability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.resp.RespError;
import io.github.dualwrite.testkit.AclProfile;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/** The page that users copy from says what servers do: it is read here, and what it says is tried. */
class ManagedServicesPageTest {

    /** Tests run in the module's folder. */
    private static final Path PAGE = Path.of("..", "docs", "managed-services.md");

    private static final String BEFORE = "ACL SETUSER dualwrite on >PASSWORD ";

    /** In the order of the page's columns. */
    private static final List<AclProfile> PROFILES = List.of(
            AclProfile.LEAST_PRIVILEGE,
            AclProfile.ELASTICACHE_NODES,
            AclProfile.ELASTICACHE_SERVERLESS,
            AclProfile.MEMORYSTORE);

    private static LocalCluster cluster;
    private static String page;

    @BeforeAll
    static void start() throws IOException {
        cluster =
                LocalCluster.builder().name("service").primaries(1).replicas(0).start();
        page = Files.readString(PAGE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void theFirstLineIsWhatTheTestsUse() {
        assertThat(lines().get(0)).isEqualTo(BEFORE + String.join(" ", AclProfile.LEAST_PRIVILEGE.rules()));
    }

    @Test
    void oneOfTheLinesMakesTheUserOnThisServer() {
        List<String> taken = new ArrayList<>();
        for (String line : lines()) {
            try {
                cluster.nodes().get(0).command(line.split(" "));
                taken.add(line);
            } catch (JedisDataException e) {
                assertThat(e).hasMessageContaining("Unknown command");
            }
        }
        assertThat(taken).isNotEmpty();
        assertThat(refused("dualwrite")).isEmpty();
    }

    @Test
    void theTablesSayWhatTheProfilesRefuse() {
        List<List<Capability>> refused = new ArrayList<>();
        for (AclProfile profile : PROFILES) {
            profile.apply(cluster, "dualwrite", "PASSWORD");
            refused.add(refused("dualwrite"));
        }
        for (Capability capability : Capability.values()) {
            StringBuilder row = new StringBuilder("| `" + capability.title() + "` |");
            refused.forEach(list -> row.append(list.contains(capability) ? " fallback |" : " yes |"));
            assertThat(page).contains(row);
            assertThat(page).contains("| `" + capability.title() + "` | " + capability.fallback() + " |");
        }
    }

    private static List<String> lines() {
        return page.lines().filter(line -> line.startsWith(BEFORE)).toList();
    }

    private static List<Capability> refused(String user) {
        LocalNode node = cluster.nodes().get(0);
        List<Capability> refused = new ArrayList<>();
        try (Connection connection = new Connection(
                new HostAndPort(node.host(), node.port()),
                DefaultJedisClientConfig.builder()
                        .user(user)
                        .password("PASSWORD")
                        .build())) {
            for (Capability capability : Capability.values()) {
                List<String> words = capability.probe();
                CommandArguments command = new CommandArguments(() -> SafeEncoder.encode(words.get(0)));
                words.subList(1, words.size()).forEach(command::add);
                try {
                    connection.executeCommand(command);
                } catch (JedisDataException e) {
                    if (Refusals.isRefusal(new RespError(String.valueOf(e.getMessage())))) {
                        refused.add(capability);
                    }
                }
            }
        }
        return refused;
    }
}
