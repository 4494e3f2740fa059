package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Profile;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.config.ClusterMode;
import io.github.dualwrite.listener.wire.Numbers;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.Command;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code CLUSTER}. A client that learned the primary's nodes would write past the listener, so none ever does: emulated, the listener is the only
 * node and has every slot; otherwise there is no cluster.
 */
final class ClusterCommands implements Handler {

    private static final int LAST_SLOT = SlotMap.SLOTS - 1;

    private final ClusterMode mode;
    private final Routes routes;
    private final String id = randomId();
    private final String shard = randomId();

    ClusterCommands(Routes routes, ClusterMode mode) {
        this.routes = routes;
        this.mode = mode;
    }

    private static String randomId() {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void handle(Client client, Command command, Reply reply) {
        String sub = Words.sub(command);
        switch (sub) {
            case "KEYSLOT" ->
                reply.done(
                        command.size() == 3
                                ? Resp.integer(Slots.of(command.word(2)))
                                : Wrong.subcommandArguments(command));
            case "COUNTKEYSINSLOT", "GETKEYSINSLOT" -> inSlot(client, command, reply);
            default ->
                reply.done(
                        mode == ClusterMode.EMULATED
                                ? emulated(client, sub, command)
                                : Resp.error(
                                        "ERR This instance has cluster support disabled (dualwrite: cluster-mode is none; expected: a client without cluster mode, or cluster-mode: emulated)"));
        }
    }

    private void inSlot(Client client, Command command, Reply reply) {
        long slot = command.size() > 2 ? Numbers.parse(command.word(2)) : -1;
        if (slot < 0 || slot > LAST_SLOT) {
            reply.done(Resp.error("ERR Invalid or out of range slot"));
        } else {
            routes.toSlot((int) slot, routes.part(client, command, bytes -> reply.done(bytes)));
        }
    }

    private byte[] emulated(Client client, String sub, Command command) {
        Profile profile = client.profile();
        String host = profile.localHost();
        int port = port(profile);
        return switch (sub) {
            case "MYID" -> Resp.bulk(id);
            case "MYSHARDID" -> Resp.bulk(shard);
            case "SLOTS" ->
                Resp.array(List.of(
                        Resp.array(List.of(Resp.integer(0), Resp.integer(LAST_SLOT), Resp.array(node(host, port))))));
            case "SHARDS" -> shards(client, host, port);
            case "NODES" -> Resp.verbatim(client.protocol(), nodes(host, port) + "\n");
            case "INFO" -> Resp.verbatim(client.protocol(), info());
            case "LINKS", "SLAVES", "REPLICAS" -> Resp.EMPTY_ARRAY;
            case "" -> Wrong.arguments(command);
            default ->
                Wrong.refused(
                        command,
                        "the cluster that clients see is emulated (expected: SLOTS, SHARDS, NODES, INFO, MYID, KEYSLOT, COUNTKEYSINSLOT or GETKEYSINSLOT)");
        };
    }

    private static int port(Profile profile) {
        String local = profile.local();
        return Integer.parseInt(local.substring(local.lastIndexOf(':') + 1));
    }

    private List<byte[]> node(String host, int port) {
        return List.of(Resp.bulk(host), Resp.integer(port), Resp.bulk(id), Resp.EMPTY_ARRAY);
    }

    private byte[] shards(Client client, String host, int port) {
        int protocol = client.protocol();
        byte[] node = Resp.map(
                protocol,
                List.of(
                        Resp.bulk("id"),
                        Resp.bulk(id),
                        Resp.bulk("port"),
                        Resp.integer(port),
                        Resp.bulk("ip"),
                        Resp.bulk(host),
                        Resp.bulk("endpoint"),
                        Resp.bulk(host),
                        Resp.bulk("role"),
                        Resp.bulk("master"),
                        Resp.bulk("replication-offset"),
                        Resp.integer(0),
                        Resp.bulk("health"),
                        Resp.bulk("online")));
        byte[] all = Resp.map(
                protocol,
                List.of(
                        Resp.bulk("slots"),
                        Resp.array(List.of(Resp.integer(0), Resp.integer(LAST_SLOT))),
                        Resp.bulk("nodes"),
                        Resp.array(List.of(node)),
                        Resp.bulk("id"),
                        Resp.bulk(shard)));
        return Resp.array(List.of(all));
    }

    private String nodes(String host, int port) {
        return id + " " + host + ":" + port + "@" + (port + 10_000) + " myself,master - 0 0 1 connected 0-" + LAST_SLOT;
    }

    private static String info() {
        return String.join(
                "\r\n",
                "cluster_state:ok",
                "cluster_slots_assigned:16384",
                "cluster_slots_ok:16384",
                "cluster_slots_pfail:0",
                "cluster_slots_fail:0",
                "cluster_known_nodes:1",
                "cluster_size:1",
                "cluster_current_epoch:1",
                "cluster_my_epoch:1",
                "");
    }
}
