package io.github.dualwrite.examples;

import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.ServerBinary;
import io.github.dualwrite.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The guide's three clusters: two shards with a replica each; cluster3 with TLS and a password. */
record DemoClusters(LocalCluster one, LocalCluster two, LocalCluster three, TestCertificates certificates, Path folder)
        implements AutoCloseable {

    static final String PASSWORD = "demo-password";

    /** The slot of the key {@code a}. */
    static final int SLOT_OF_A = 15495;

    static DemoClusters start() throws IOException {
        ServerBinary server = ServerBinary.find();
        System.out.println("Three clusters of 2 shards with 1 replica each, on " + server.version());
        Path folder = Files.createTempDirectory("dualwrite-demo-");
        TestCertificates certificates = TestCertificates.create(folder.resolve("certs"));
        LocalCluster one = LocalCluster.builder().name("cluster1").start();
        LocalCluster two = LocalCluster.builder().name("cluster2").start();
        LocalCluster three = LocalCluster.builder()
                .name("cluster3")
                .tls(certificates)
                .password(PASSWORD)
                .start();
        for (LocalCluster cluster : List.of(one, two, three)) {
            System.out.println("   " + cluster.name() + "  " + String.join(" ", cluster.seeds())
                    + (cluster.tls() == null ? "" : "  TLS, AUTH"));
        }
        return new DemoClusters(one, two, three, certificates, folder);
    }

    List<LocalCluster> all() {
        return List.of(one, two, three);
    }

    @Override
    public void close() {
        all().forEach(LocalCluster::close);
    }
}
