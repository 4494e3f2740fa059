package io.github.dualwrite.fire;

import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.ServerBinary;
import io.github.dualwrite.testkit.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where it happens: a primary of two shards, a secondary of three, both with replicas, a secondary that is a single server behind a proxy and
 * wants a password, and several processes that write. For one thread.
 */
final class Arena implements AutoCloseable {

    static final String SHARDED = "sharded";
    static final String SINGLE = "single";
    static final String USER = "app";

    /** What is summed up over all processes, ended ones included. */
    private static final List<String> COUNTED = List.of(
            "operations",
            "dataErrors",
            "unanswered",
            "acknowledged",
            "applied",
            "repaired",
            "unrepairable",
            "excluded");

    final LocalCluster primary;
    final LocalCluster sharded;
    final LocalCluster single;
    final TcpProxy proxy;

    private final FireOptions options;
    private final Path folder;
    private final List<WriterProcess> writers = new ArrayList<>();
    private final Map<String, Long> ofEnded = new HashMap<>();
    private String password = "first";
    private int started;

    Arena(FireOptions options) {
        this.options = options;
        List<ServerBinary> servers = options.servers();
        primary = start(LocalCluster.builder().name("primary").primaries(2).replicas(1), servers.get(0));
        sharded = start(LocalCluster.builder().name(SHARDED).primaries(3).replicas(1), servers.get(1));
        single = start(
                LocalCluster.builder().name(SINGLE).standalone().user(USER, password, "~* &* +@all"), servers.get(2));
        proxy = TcpProxy.to(single.nodes().get(0));
        try {
            folder = Files.createTempDirectory("dualwrite-fire-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < options.writers(); i++) {
            writers.add(startWriter(i));
        }
        writers.forEach(WriterProcess::awaitReady);
    }

    private static LocalCluster start(LocalCluster.Builder builder, ServerBinary server) {
        return builder.server(server).start();
    }

    private WriterProcess startWriter(int index) {
        WriterSettings settings = new WriterSettings(
                primary.server().path().toString(),
                List.of(primary.seeds()),
                List.of(sharded.seeds()),
                proxy.endpoint(),
                password,
                options.seed() * 1_000 + started,
                options.callers(),
                options.rate(),
                null);
        started++;
        return WriterProcess.start("writer" + index, settings, folder.resolve("writer" + index + ".log"));
    }

    List<LocalCluster> clusters() {
        return List.of(primary, sharded, single);
    }

    LocalNode singleNode() {
        return single.nodes().get(0);
    }

    List<WriterProcess> writers() {
        return List.copyOf(writers);
    }

    /** Kills a writer without warning, and starts another in its place, which writes as soon as it can. */
    void killWriter(int index) {
        WriterProcess old = writers.get(index);
        remember(old);
        old.kill();
        replace(index);
    }

    /** Closes a writer as a rolling deployment does, and starts another in its place. */
    void rollWriter(int index) {
        WriterProcess old = writers.get(index);
        old.ask("pause");
        remember(old);
        old.ask("close");
        replace(index);
    }

    private void replace(int index) {
        WriterProcess fresh = startWriter(index);
        writers.set(index, fresh);
        fresh.awaitReady();
        fresh.ask("go");
    }

    private void remember(WriterProcess writer) {
        Map<String, String> status = writer.ask("status");
        COUNTED.forEach(name -> ofEnded.merge(name, Pairs.number(status, name), Long::sum));
    }

    /** Changes the single server's password: first there, then in every process; whoever is connected has to come again. */
    void changePassword(String value) {
        singleNode().command("ACL", "SETUSER", USER, "resetpass", ">" + value);
        singleNode().command("CLIENT", "KILL", "TYPE", "normal");
        singleNode().command("CLIENT", "KILL", "TYPE", "pubsub");
        password = value;
    }

    /** A server that was started anew knows the first password again. */
    void restorePassword() {
        singleNode().command("ACL", "SETUSER", USER, "resetpass", ">" + password);
    }

    void tellPassword() {
        writers.forEach(writer -> writer.ask("password " + password));
    }

    void tellAll(String command) {
        writers.forEach(writer -> writer.ask(command));
    }

    /** The sum of what all processes counted; of one that was killed, what it said last. */
    Map<String, Long> totals() {
        Map<String, Long> totals = new HashMap<>(ofEnded);
        for (WriterProcess writer : writers) {
            Map<String, String> status = writer.ask("status");
            COUNTED.forEach(name -> totals.merge(name, Pairs.number(status, name), Long::sum));
        }
        return totals;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        writers.forEach(WriterProcess::close);
        proxy.close();
        clusters().forEach(LocalCluster::close);
    }
}
