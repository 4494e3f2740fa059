package io.github.dualwrite.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Customers shop over HTTP, and all clusters hold the same afterwards; also when the shop has been closed without a pause. */
class ShopTest {

    @Test
    void allClustersHoldTheSame() throws IOException, InterruptedException {
        try (LocalShop shop = LocalShop.start("--server.port=0")) {
            Customer ann = new Customer(shop.url());
            Customer bob = new Customer(shop.url());
            ann.post("/login?customer=ann");
            bob.post("/login?customer=bob");
            for (int i = 0; i < 20; i++) {
                ann.post("/cart/apple");
                ann.post("/cart/fruit" + i);
                bob.post("/cart/pear");
            }
            assertThat(ann.get("/cart")).contains("\"apple\":20");
            assertThat(ann.get("/carts?customer=bob")).contains("\"pear\":20");
            bob.delete("/cart");
            assertThat(ann.get("/actuator/dualwrite")).contains("cluster2", "cluster3");
            assertThat(ann.get("/actuator/health")).contains("\"dualwrite\"").doesNotContain("DOWN");
            assertThat(shop.context().getBean(DualWrite.class).awaitAgreement(Duration.ofSeconds(60)))
                    .isTrue();
            assertSame(shop.clusters(), 21);
            ann.delete("/prices");
            ann.delete("/carts");
            bob.post("/logout");
            bob.post("/login?customer=bob");
            bob.post("/cart/plum");
            shop.context().close();
            assertSame(shop.clusters(), 4);
        }
    }

    private static void assertSame(List<LocalCluster> clusters, int atLeast) {
        DataSet expected = DataSet.of(clusters.get(0));
        assertThat(expected.size()).isGreaterThanOrEqualTo(atLeast);
        for (LocalCluster other : clusters.subList(1, clusters.size())) {
            assertThat(expected.differences(DataSet.of(other), Duration.ofMillis(1_500)))
                    .as(other.name())
                    .isEmpty();
        }
    }

    /** One customer's browser. */
    private static final class Customer {

        private final HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private final String url;

        Customer(String url) {
            this.url = url;
        }

        String get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
        }

        void post(String path) throws IOException, InterruptedException {
            send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.noBody()));
        }

        void delete(String path) throws IOException, InterruptedException {
            send(HttpRequest.newBuilder(URI.create(url + path)).DELETE());
        }

        private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> response = browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }
}
