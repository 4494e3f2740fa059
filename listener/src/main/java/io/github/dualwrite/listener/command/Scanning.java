package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.wire.Resp;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code SCAN} over all nodes with one cursor: the node's own cursor times the number of nodes, plus the node's place. A scan that began before
 * the nodes changed has to begin again, and is told so.
 */
final class Scanning {

    private Scanning() {}

    static void scan(Dispatcher dispatcher, Client client, Command command, PendingReply reply) {
        List<Node> nodes = dispatcher.nodes();
        if (nodes.isEmpty()) {
            reply.done(Resp.error("CLUSTERDOWN dualwrite: no node of the primary is known"));
            return;
        }
        BigInteger count = BigInteger.valueOf(nodes.size());
        BigInteger cursor;
        try {
            cursor = new BigInteger(command.size() > 1 ? command.option(1) : "");
        } catch (NumberFormatException e) {
            reply.done(Resp.error("ERR invalid cursor"));
            return;
        }
        if (cursor.signum() < 0) {
            reply.done(Resp.error("ERR invalid cursor"));
            return;
        }
        int place = cursor.mod(count).intValue();
        byte[][] words = command.words().clone();
        words[1] = Resp.ascii(cursor.divide(count).toString());
        PendingReply[] part = new PendingReply[1];
        part[0] = new PendingReply(() -> {
            byte[] bytes = part[0].bytes();
            if (bytes != null) {
                reply.done(Resp.isError(bytes) ? bytes : translated(bytes, place, nodes.size()));
            }
        });
        dispatcher.toNode(client.number(), Command.of(words), nodes.get(place), part[0]);
    }

    private static byte[] translated(byte[] raw, int place, int count) {
        List<?> reply;
        try {
            reply = (List<?>) new RespReader(new ByteArrayInputStream(raw)).read();
        } catch (IOException e) {
            return Resp.error("ERR dualwrite: the primary's answer to SCAN cannot be read");
        }
        if (reply == null || reply.size() != 2 || !(reply.get(1) instanceof List<?> keys)) {
            return Resp.error("ERR dualwrite: the primary's answer to SCAN cannot be read");
        }
        BigInteger cursor = new BigInteger(new String((byte[]) reply.get(0), StandardCharsets.US_ASCII));
        BigInteger next;
        if (cursor.signum() != 0) {
            next = cursor.multiply(BigInteger.valueOf(count)).add(BigInteger.valueOf(place));
        } else {
            next = BigInteger.valueOf(place + 1 < count ? place + 1 : 0);
        }
        return Resp.array(List.of(
                Resp.bulk(next.toString()),
                Resp.array(keys.stream().map(key -> Resp.bulk((byte[]) key)).toList())));
    }
}
