package io.github.dualwrite.examples.shop;

import io.github.dualwrite.testkit.LocalCluster;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop with three clusters of this machine, the third of them with another number of nodes. */
public final class LocalShop implements AutoCloseable {

    private final List<LocalCluster> clusters = new ArrayList<>();
    private final ConfigurableApplicationContext shop;

    private LocalShop(String... args) {
        List<String> arguments = new ArrayList<>(List.of(args));
        try {
            for (int i = 1; i <= 3; i++) {
                LocalCluster cluster = LocalCluster.builder()
                        .name("cluster" + i)
                        .primaries(i == 3 ? 2 : 3)
                        .replicas(0)
                        .start();
                clusters.add(cluster);
                arguments.add("--CLUSTER" + i + "=" + String.join(",", cluster.seeds()));
                System.out.printf("cluster%d: %s%n", i, String.join(" ", cluster.seeds()));
            }
            shop = SpringApplication.run(ShopApplication.class, arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            clusters.forEach(LocalCluster::close);
            throw e;
        }
    }

    /** Starts the clusters and then the shop. */
    public static LocalShop start(String... args) {
        return new LocalShop(args);
    }

    /** Starts them and leaves them running until the process ends: the shop first, so that it can drain. */
    public static void main(String[] args) {
        LocalShop shop = start(args);
        SpringApplication.getShutdownHandlers().add(() -> shop.clusters.forEach(LocalCluster::close));
        System.out.printf("""

                The shop is open; Ctrl-C closes it and ends the clusters. For example:
                  curl -c cookies -b cookies -X POST '%1$s/login?customer=ann'
                  curl -c cookies -b cookies -X POST %1$s/cart/apple
                  curl -c cookies -b cookies %1$s/cart
                How the clusters are doing, and a comparison of every key of the primary and cluster2:
                  curl %1$s/actuator/dualwrite
                  curl -X POST -H 'Content-Type: application/json' -d '{"action":"verify"}' %1$s/actuator/dualwrite/cluster2
                  curl %1$s/actuator/dualwrite/cluster2
                """, shop.url());
    }

    /** Where it listens. */
    public String url() {
        return "http://localhost:" + shop.getEnvironment().getProperty("local.server.port");
    }

    /** The running shop. */
    public ConfigurableApplicationContext context() {
        return shop;
    }

    /** The clusters; the first is the primary. */
    public List<LocalCluster> clusters() {
        return List.copyOf(clusters);
    }

    @Override
    public void close() {
        shop.close();
        clusters.forEach(LocalCluster::close);
    }
}
