package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.csc.Cache;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/** Jedis's own provider of the primary's connections; whatever it hands out records. Safe for any thread, as Jedis's is. */
final class RecordingProvider extends ClusterConnectionProvider {

    private final Engine engine;
    private final ConnectionIds ids = new ConnectionIds();

    /** By the connection that the pool holds, which is lent to one borrower at a time: what records it is made once, not for each borrower. */
    private final Map<Connection, RecordingConnection> recorders = new ConcurrentHashMap<>();

    RecordingProvider(
            Set<HostAndPort> nodes,
            JedisClientConfig clientConfig,
            @Nullable Cache cache,
            GenericObjectPoolConfig<Connection> poolConfig,
            @Nullable Duration refreshPeriod,
            Engine engine) {
        super(nodes, clientConfig, cache, poolConfig, refreshPeriod);
        this.engine = engine;
    }

    @Override
    public Connection getConnection() {
        return recording(super.getConnection());
    }

    @Override
    public Connection getConnection(HostAndPort node) {
        return node == null ? getConnection() : recording(super.getConnection(node));
    }

    @Override
    public Connection getConnection(CommandArguments args) {
        return recording(super.getConnection(args));
    }

    @Override
    public Connection getReplicaConnection(CommandArguments args) {
        return recording(super.getReplicaConnection(args));
    }

    @Override
    public Connection getConnectionFromSlot(int slot) {
        return recording(super.getConnectionFromSlot(slot));
    }

    @Override
    public Connection getReplicaConnectionFromSlot(int slot) {
        return recording(super.getReplicaConnectionFromSlot(slot));
    }

    @Override
    public Map<String, ConnectionPool> getNodes() {
        return recording(super.getNodes());
    }

    @Override
    public Map<String, ConnectionPool> getPrimaryNodes() {
        return recording(super.getPrimaryNodes());
    }

    /** Jedis's methods call each other, so a connection may already record. */
    private Connection recording(Connection connection) {
        if (connection instanceof RecordingConnection) {
            return connection;
        }
        RecordingConnection known = recorders.get(connection);
        return known == null ? remembered(connection) : known;
    }

    /** Pools close connections without telling, so who comes new clears away those that are gone. */
    private Connection remembered(Connection connection) {
        recorders.keySet().removeIf(other -> !other.isConnected());
        RecordingConnection made = new RecordingConnection(connection, address(connection), engine, ids);
        recorders.put(connection, made);
        return made;
    }

    /** Jedis tells a connection's node only in its text; it is wanted back only for the text of exceptions. */
    private static HostAndPort address(Connection connection) {
        String text = connection.toString();
        int open = text.lastIndexOf('{');
        int close = text.indexOf('}', open + 1);
        return open >= 0 && close > open && text.lastIndexOf(':', close) > open
                ? HostAndPort.from(text.substring(open + 1, close))
                : new HostAndPort("unknown", 0);
    }

    private Map<String, ConnectionPool> recording(Map<String, ConnectionPool> pools) {
        Map<String, ConnectionPool> recording = new LinkedHashMap<>();
        pools.forEach(
                (node, pool) -> recording.put(node, new RecordingPool(pool, HostAndPort.from(node), engine, ids)));
        return recording;
    }
}
