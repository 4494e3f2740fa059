package io.github.dualwrite.listener.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.listener.Listener;
import io.github.dualwrite.listener.config.AdminSettings;
import io.github.dualwrite.listener.config.ListenerConfig;
import io.github.dualwrite.testkit.LocalCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The panel of a real listener over real clusters, asked as machines ask and looked at with a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static LocalCluster one;
    private static LocalCluster two;
    private static Listener listener;
    private static AdminServer admin;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        one = LocalCluster.builder().name("cluster1").replicas(0).start();
        two = LocalCluster.builder().name("cluster2").replicas(0).start();
        listener = Listener.start(ListenerConfig.of(
                new Endpoint("127.0.0.1", 0),
                DualWriteConfig.builder()
                        .primary(Target.cluster("cluster1", one.seeds()))
                        .secondary(Target.cluster("cluster2", two.seeds()))
                        .build()));
        admin = AdminServer.start(
                new AdminSettings(new Endpoint("127.0.0.1", 0), null),
                listener.engine(),
                listener.traffic(),
                "a version");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> get("/readyz").statusCode() == 200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> secondary().get("inAgreement").asBoolean());
        try (Jedis jedis = new Jedis("127.0.0.1", listener.port())) {
            for (int i = 0; i < 100; i++) {
                jedis.set("key:" + i, "a value that nobody may see");
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> secondary().at("/account/applied").asLong()
                                + secondary().at("/account/repaired").asLong()
                        == 100);
    }

    @AfterAll
    static void stop() {
        admin.close();
        listener.close();
        one.close();
        two.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return get(admin, path, headers);
    }

    private static HttpResponse<String> get(AdminServer server, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/status").body());
    }

    private static JsonNode secondary() throws IOException, InterruptedException {
        return status().at("/secondaries/0");
    }

    @Test
    @Order(1)
    void theStatusTellsWhatTheEngineKnows() throws Exception {
        JsonNode status = status();
        assertThat(status.get("tone").asText()).isEqualTo("good");
        assertThat(status.get("commands").asLong()).isGreaterThanOrEqualTo(100);
        assertThat(status.at("/primary/name").asText()).isEqualTo("cluster1");
        assertThat(status.at("/primary/nodes")).hasSize(2);
        JsonNode secondary = secondary();
        assertThat(secondary.at("/account/acknowledged").asLong()).isEqualTo(100);
        assertThat(secondary.at("/account/balanced").asBoolean()).isTrue();
        assertThat(secondary.at("/slotCounts/synced").asInt()).isEqualTo(16_384);
        assertThat(secondary.at("/slots").toString()).isEqualTo("[[3,16384]]");
        assertThat(status.at("/events").toString()).contains("all slots synced").contains("\"severity\":\"good\"");
        assertThat(status.toString()).doesNotContain("nobody may see");
    }

    @Test
    @Order(2)
    void theHistoryGoesOnWhereAnEarlierAnswerEnded() throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> JSON.readTree(get("/api/history?after=0").body())
                                .at("/targets/cluster2")
                                .size()
                        > 2);
        JsonNode all = JSON.readTree(get("/api/history?after=0").body());
        double most = 0;
        for (JsonNode sample : all.at("/targets/cluster1")) {
            most = Math.max(most, sample.get("p99Millis").asDouble());
        }
        assertThat(most).isPositive();
        JsonNode later = JSON.readTree(
                get("/api/history?after=" + all.get("next").asLong()).body());
        assertThat(later.at("/targets/cluster2").size())
                .isLessThan(all.at("/targets/cluster2").size());
        assertThat(get("/api/history?after=soon").statusCode()).isEqualTo(400);
    }

    @Test
    @Order(3)
    void metricsAreInPrometheusForm() throws Exception {
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(metrics.body())
                .contains("dualwrite_writes_acknowledged_writes_total{target=\"cluster2\"} 100.0")
                .contains("dualwrite_slots_synced_slots{target=\"cluster2\"} 16384.0")
                .contains("dualwrite_listener_commands_total")
                .contains("quantile=\"0.99\"")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    @Order(4)
    void everyAnswerForbidsWhatThePageDoesNotNeed() throws Exception {
        for (String path : new String[] {"/", "/panel.js", "/api/status", "/nothing-here"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'")
                            .contains("frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        }
        String page = get("/").body();
        assertThat(page).doesNotContain("<style", "style=\"", "onclick", "http://", "https://");
        assertThat(get("/nothing-here").statusCode()).isEqualTo(404);
        HttpResponse<String> post = CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + "/api/status"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
    }

    @Test
    @Order(5)
    void aForeignNameThatLeadsHereIsRefused() throws Exception {
        assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421")
                .doesNotContain("cluster1");
        assertThat(raw("GET /api/status HTTP/1.1\r\nHost: localhost:9\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    @Order(6)
    void withATokenNobodyLooksWithoutIt() throws Exception {
        AdminSettings settings = new AdminSettings(new Endpoint("127.0.0.1", 0), "open sesame");
        try (AdminServer guarded = AdminServer.start(settings, listener.engine(), listener.traffic(), "")) {
            assertThat(get(guarded, "/").statusCode()).isEqualTo(401);
            assertThat(get(guarded, "/metrics", "Authorization", "Bearer wrong").statusCode())
                    .isEqualTo(401);
            assertThat(get(guarded, "/", "Authorization", "Basic !").statusCode())
                    .isEqualTo(401);
            assertThat(get(guarded, "/metrics", "Authorization", "Bearer open sesame")
                            .statusCode())
                    .isEqualTo(200);
            String pair = Base64.getEncoder().encodeToString("anybody:open sesame".getBytes(StandardCharsets.UTF_8));
            assertThat(get(guarded, "/", "Authorization", "Basic " + pair).statusCode())
                    .isEqualTo(200);
            assertThat(get(guarded, "/healthz").statusCode()).isEqualTo(200);
            guarded.replaceToken("another");
            assertThat(get(guarded, "/", "Authorization", "Bearer open sesame").statusCode())
                    .isEqualTo(401);
            assertThatThrownBy(() -> guarded.replaceToken(null)).hasMessageContaining("a restart");
            guarded.closing();
            assertThat(get(guarded, "/readyz").statusCode()).isEqualTo(503);
        }
    }

    @Test
    @Order(7)
    void anAddressThatIsTakenIsNamed() {
        AdminSettings taken = new AdminSettings(new Endpoint("127.0.0.1", admin.port()), null);
        assertThatThrownBy(() -> AdminServer.start(taken, listener.engine(), listener.traffic(), ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin.listen: 127.0.0.1:" + admin.port());
    }

    @Test
    @Order(8)
    void aBrowserDrawsIt() throws Exception {
        Optional<Chromium> browser = Chromium.find(folder);
        assumeTrue(browser.isPresent(), "skipped: no Chromium on this machine (expected: chromium on the path)");
        String url = "http://127.0.0.1:" + admin.port() + "/";
        String dom = browser.orElseThrow().dom(url, 4_000);
        assertThat(dom)
                .contains("data-drawn=\"true\"")
                .contains("The secondary is in agreement with the primary.")
                .contains("<h2>cluster1</h2>")
                .contains("<h2>cluster2</h2>")
                .contains("16384 synced. Arrow keys tell one by one.")
                .contains("all slots synced");
        for (int width : new int[] {1280, 500}) {
            // A page that shows nothing but its ground is a fraction of this.
            assertThat(Files.size(browser.orElseThrow().picture(url, width, 1_000)))
                    .isGreaterThan(40_000);
        }
    }

    /** Last, for it takes a node away. */
    @Test
    @Order(9)
    void aNodeThatIsDownIsSeenAtOnceByWhoLooks() throws Exception {
        two.primaryOf(0).kill();
        try (Jedis jedis = new Jedis("127.0.0.1", listener.port())) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                for (int i = 0; i < 100; i++) {
                    jedis.set("key:" + i, "again");
                }
                return status().get("tone").asText().equals("bad");
            });
        }
        JsonNode secondary = secondary();
        assertThat(secondary.get("state").asText()).isIn("partly down", "down");
        assertThat(secondary.get("why").asText()).contains("callers do not");
        assertThat(status().at("/events").toString()).contains("does not answer");
        assertThat(get("/readyz").statusCode()).isEqualTo(200); // a secondary is no reason not to serve
        Optional<Chromium> browser = Chromium.find(folder);
        if (browser.isPresent()) {
            assertThat(browser.orElseThrow().dom("http://127.0.0.1:" + admin.port() + "/", 4_000))
                    .contains("class=\"verdict bad\"")
                    .contains("does not answer");
        }
    }
}
