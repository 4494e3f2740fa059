package io.github.dualwrite.jedis;

import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What the primary calls the connections of a client's pools. Asked once for each, before the first command that its first borrower sends; Jedis
 * asks for it at {@code HELLO} at best, and keeps it to itself. Safe for any thread.
 */
final class ConnectionIds {

    /** Jedis's connections have no equality but their own. */
    private final Map<Connection, ConnectionId> known = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Asks, unless it was asked before.
     *
     * @throws redis.clients.jedis.exceptions.JedisConnectionException as the command that is about to be sent would
     */
    void ask(Connection real, HostAndPort node) {
        if (known.containsKey(real)) {
            return;
        }
        real.sendCommand(Protocol.Command.CLIENT, "ID");
        real.sendCommand(Protocol.Command.INFO, "server");
        List<?> answers = real.getMany(2);
        known.put(real, ConnectionId.of(address(node), plain(answers.get(0)), plain(answers.get(1))));
    }

    /** As far as it is known. */
    ConnectionId of(Connection real, HostAndPort node) {
        ConnectionId id = known.get(real);
        return id == null ? ConnectionId.unknown(address(node)) : id;
    }

    private static Node address(HostAndPort node) {
        return new Node(node.getHost(), node.getPort());
    }

    private static @Nullable Object plain(@Nullable Object answer) {
        return answer instanceof JedisDataException ? null : answer;
    }
}
