package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.listener.wire.Elements;
import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code SCAN} over all nodes with one cursor: the node's own cursor times the number of nodes, plus the node's place. When the nodes change while
 * a scan is under way, what it has not reached yet may be missed; a scan that began afterwards misses nothing.
 */
final class Scanning {

    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64);
    private static final byte[] BAD_CURSOR = Resp.error("ERR invalid cursor");

    private final Routes routes;

    Scanning(Routes routes) {
        this.routes = routes;
    }

    void scan(Client client, Command command, Reply reply) {
        List<Node> nodes = routes.nodes();
        if (nodes.isEmpty() || command.size() < 2) {
            reply.done(nodes.isEmpty() ? Routes.NO_NODE : Wrong.arguments(command));
            return;
        }
        if (nodes.size() == 1) {
            routes.pass(nodes.get(0), client, command, reply);
            return;
        }
        BigInteger count = BigInteger.valueOf(nodes.size());
        BigInteger cursor;
        try {
            cursor = new BigInteger(Words.text(command, 1));
        } catch (NumberFormatException e) {
            reply.done(BAD_CURSOR);
            return;
        }
        if (cursor.signum() < 0 || cursor.compareTo(MOST) >= 0) {
            reply.done(BAD_CURSOR);
            return;
        }
        int place = cursor.mod(count).intValue();
        byte[][] words = command.words().clone();
        words[1] = Resp.ascii(cursor.divide(count).toString());
        Command piece = Command.named("SCAN", words);
        routes.toNode(
                nodes.get(place),
                routes.part(
                        client,
                        piece,
                        bytes -> reply.done(Resp.isError(bytes) ? bytes : translated(bytes, place, nodes.size()))));
    }

    private static byte[] translated(byte[] answer, int place, int count) {
        List<byte[]> parts = Elements.of(answer);
        BigInteger cursor = new BigInteger(Resp.secondLine(parts.get(0)));
        BigInteger next = cursor.signum() != 0
                ? cursor.multiply(BigInteger.valueOf(count)).add(BigInteger.valueOf(place))
                : BigInteger.valueOf(place + 1 < count ? place + 1 : 0);
        return Resp.array(List.of(Resp.bulk(next.toString()), parts.get(1)));
    }

    /** {@code RANDOMKEY} of one node after the other, from a random one on, until one has any. */
    void randomKey(Client client, Command command, Reply reply) {
        List<Node> nodes = routes.nodes();
        if (nodes.isEmpty()) {
            reply.done(Routes.NO_NODE);
        } else {
            randomKey(client, command, reply, nodes, ThreadLocalRandom.current().nextInt(nodes.size()), nodes.size());
        }
    }

    private void randomKey(Client client, Command command, Reply reply, List<Node> nodes, int at, int left) {
        routes.toNode(nodes.get(at % nodes.size()), routes.part(client, command, bytes -> {
            boolean none = bytes[0] == '_' || (bytes[0] == '$' && bytes[1] == '-');
            if (none && left > 1) {
                randomKey(client, command, reply, nodes, at + 1, left - 1);
            } else {
                reply.done(bytes);
            }
        }));
    }
}
