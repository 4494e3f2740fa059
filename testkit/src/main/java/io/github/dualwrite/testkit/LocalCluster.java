package io.github.dualwrite.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real cluster on this machine, or with {@link Builder#standalone} a single server. Started by {@link Builder#start}, ended by {@link #close},
 * and also when this virtual machine dies in any way. Any number can run side by side. Safe for any thread.
 */
public final class LocalCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;

    private final String name;
    private final ServerOptions options;
    private final Path folder;
    private final List<LocalNode> nodes;
    private final int primaryCount;

    private LocalCluster(String name, ServerOptions options, Path folder, List<LocalNode> nodes, int primaryCount) {
        this.name = name;
        this.options = options;
        this.folder = folder;
        this.nodes = List.copyOf(nodes);
        this.primaryCount = primaryCount;
    }

    /** Two primaries with a replica each, plain, without a password, on {@link ServerBinary#find}. */
    public static Builder builder() {
        return new Builder();
    }

    /** The name given, for messages. */
    public String name() {
        return name;
    }

    /** Every server: first those that started as primaries, then the replicas. */
    public List<LocalNode> nodes() {
        return nodes;
    }

    /** The addresses of all servers. */
    public String[] seeds() {
        return nodes.stream().map(LocalNode::endpoint).toArray(String[]::new);
    }

    /** The servers that are primaries now, as seen by any that answers. */
    public List<LocalNode> primaries() {
        if (!options.clustered()) {
            return List.of(nodes.get(0));
        }
        return Topology.of(answering()).primaries().stream().map(this::node).toList();
    }

    /** The server that owns a slot now. */
    public LocalNode primaryOf(int slot) {
        return options.clustered() ? node(Topology.of(answering()).owner(slot)) : nodes.get(0);
    }

    /** The replicas of a primary now. */
    public List<LocalNode> replicasOf(LocalNode primary) {
        return Topology.of(answering()).replicasOf(primary.port()).stream()
                .map(this::node)
                .toList();
    }

    /** The program that runs. */
    public ServerBinary server() {
        return options.binary();
    }

    /** The certificates, or {@code null} for a plain cluster. */
    public @Nullable TestCertificates tls() {
        return options.tls();
    }

    /** The default user's password, or {@code null}. */
    public @Nullable String password() {
        return options.password();
    }

    /** Whether every node that runs sees all slots served and all links up. */
    public boolean isOk() {
        if (!options.clustered()) {
            return nodes.get(0).answers();
        }
        for (LocalNode node : nodes) {
            if (node.isAlive() && !node.text("CLUSTER", "INFO").contains("cluster_state:ok")) {
                return false;
            }
        }
        return true;
    }

    /** Waits until the cluster is {@linkplain #isOk ok}, half a minute at most. */
    public void awaitOk() {
        awaitOk(Waiting.LONGEST);
    }

    /** Waits until the cluster is {@linkplain #isOk ok}. */
    public void awaitOk(Duration timeout) {
        Waiting.until(timeout, name + " is ok", this::isOk);
    }

    /** Waits until every node runs, as many are primaries as at the start, and every replica follows its primary. */
    public void awaitReplicated() {
        Waiting.until(
                Waiting.LONGEST,
                name + ": all replicas follow",
                () -> primaries().size() == primaryCount && nodes.stream().allMatch(LocalCluster::followsOrLeads));
    }

    private static boolean followsOrLeads(LocalNode node) {
        String replication = node.text("INFO", "replication");
        return replication.contains("role:master") || replication.contains("master_link_status:up");
    }

    /** Makes a replica of {@code primary} the primary, in agreement with it. Returns the new primary. */
    public LocalNode failOver(LocalNode primary) {
        return failOver(primary, "");
    }

    /** Makes a replica take over from a primary that does not answer. Returns the new primary. */
    public LocalNode takeOver(LocalNode primary) {
        return failOver(primary, "TAKEOVER");
    }

    private LocalNode failOver(LocalNode primary, String how) {
        LocalNode replica = replicasOf(primary).stream()
                .filter(LocalNode::answers)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(primary + " has no replica that answers"));
        if (how.isEmpty()) {
            replica.command("CLUSTER", "FAILOVER");
        } else {
            replica.command("CLUSTER", "FAILOVER", how);
        }
        Waiting.until(
                replica + " has taken over from " + primary,
                () -> replica.text("ROLE").startsWith("[master"));
        return replica;
    }

    /** Moves slots with their keys from one primary to another. Clients meet {@code ASK} and {@code MOVED} on the way. */
    public void moveSlots(int from, int to, LocalNode source, LocalNode target) {
        for (int slot = from; slot <= to; slot++) {
            SlotMove.of(slot, source, target, this);
        }
    }

    /** Empties every primary. */
    public void flushAll() {
        primaries().forEach(node -> node.command("FLUSHALL"));
    }

    /** How many keys all primaries hold. */
    public long size() {
        return primaries().stream()
                .mapToLong(node -> (Long) node.command("DBSIZE"))
                .sum();
    }

    /** How many primaries it was started with. */
    public int primaryCount() {
        return primaryCount;
    }

    boolean isClustered() {
        return options.clustered();
    }

    private LocalNode answering() {
        return nodes.stream()
                .filter(LocalNode::answers)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node of " + name + " answers"));
    }

    private LocalNode node(int port) {
        return nodes.stream()
                .filter(node -> node.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node of " + name + " has port " + port));
    }

    /** Kills every server and removes what they stored. */
    @Override
    public void close() {
        nodes.forEach(LocalNode::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": what the servers stored cannot be removed", e);
        }
    }

    /** How to start a cluster. Not safe for several threads; may be started more than once. */
    public static final class Builder {

        private String name = "cluster";
        private int primaries = 2;
        private int replicas = 1;
        private boolean clustered = true;
        private @Nullable ServerBinary binary;
        private @Nullable TestCertificates tls;
        private @Nullable String password;
        private final List<String> users = new ArrayList<>();
        private final Map<String, String> config = new LinkedHashMap<>();

        private Builder() {}

        /** A name for messages. */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /** How many primaries, at least one. */
        public Builder primaries(int value) {
            this.primaries = value;
            return this;
        }

        /** How many replicas each primary has. */
        public Builder replicas(int value) {
            this.replicas = value;
            return this;
        }

        /** A single server that is no cluster. */
        public Builder standalone() {
            this.clustered = false;
            this.primaries = 1;
            this.replicas = 0;
            return this;
        }

        /** Which program; {@link ServerBinary#find} otherwise. */
        public Builder server(ServerBinary value) {
            this.binary = value;
            return this;
        }

        /** Encrypted, with these certificates; not a single plain port is open. */
        public Builder tls(TestCertificates value) {
            this.tls = value;
            return this;
        }

        /** The default user's password. */
        public Builder password(String value) {
            this.password = value;
            return this;
        }

        /** One more ACL user, for example {@code "app", "secret", "~* +@all -@dangerous"}. */
        public Builder user(String username, String secret, String rules) {
            users.add(username + " on >" + secret + " " + rules);
            return this;
        }

        /** One more setting of every server, for example {@code "maxmemory", "10mb"}. */
        public Builder config(String setting, String value) {
            config.put(setting, value);
            return this;
        }

        /**
         * Starts the servers, forms the cluster and waits until it is ok.
         *
         * @throws IllegalStateException if there is no server program, or it does not start
         */
        public LocalCluster start() {
            ServerBinary program = binary == null ? ServerBinary.find() : binary;
            if (tls != null && !program.supportsTls()) {
                throw new IllegalStateException(name + ": " + program + " was built without TLS");
            }
            ServerOptions options =
                    new ServerOptions(program, clustered, tls, password, null, List.copyOf(users), Map.copyOf(config));
            Path folder;
            try {
                folder = Files.createTempDirectory("dualwrite-" + name + "-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<LocalNode> nodes = new ArrayList<>();
            LocalCluster cluster = null;
            try {
                for (int i = 0; i < primaries * (1 + replicas); i++) {
                    int port = Ports.next();
                    nodes.add(new LocalNode(options, port, folder.resolve("node-" + port)));
                }
                cluster = new LocalCluster(name, options, folder, nodes, primaries);
                nodes.forEach(LocalNode::awaitAnswer);
                if (clustered) {
                    Formation.form(nodes, primaries, replicas, program);
                    cluster.awaitOk();
                }
                return cluster;
            } catch (RuntimeException e) {
                if (cluster != null) {
                    cluster.close();
                } else {
                    nodes.forEach(LocalNode::close);
                }
                throw e;
            }
        }
    }

    static int slots() {
        return SLOTS;
    }
}
