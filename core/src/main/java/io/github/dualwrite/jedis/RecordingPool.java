package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import java.time.Duration;
import org.apache.commons.pool2.DestroyMode;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;

/** A node's pool as its users see it: what it lends out records. The connections belong to the pool of the provider. */
final class RecordingPool extends ConnectionPool {

    private final ConnectionPool real;
    private final HostAndPort node;
    private final Engine engine;
    private final ConnectionIds ids;

    RecordingPool(ConnectionPool real, HostAndPort node, Engine engine, ConnectionIds ids) {
        super(new RecordingFactory(real.getFactory(), node, engine, ids), as(real)); // never lends of its own
        this.real = real;
        this.node = node;
        this.engine = engine;
        this.ids = ids;
    }

    /**
     * The limits that its users see are the real pool's. A registered pool would never be forgotten, and each call of the client for its pools makes
     * new ones.
     */
    private static GenericObjectPoolConfig<Connection> as(ConnectionPool real) {
        GenericObjectPoolConfig<Connection> config = new GenericObjectPoolConfig<>();
        config.setJmxEnabled(false);
        config.setMaxTotal(real.getMaxTotal());
        config.setMaxIdle(real.getMaxIdle());
        config.setMinIdle(real.getMinIdle());
        config.setMaxWait(real.getMaxWaitDuration());
        config.setBlockWhenExhausted(real.getBlockWhenExhausted());
        return config;
    }

    @Override
    public Connection getResource() {
        return recording(real.getResource());
    }

    @Override
    public Connection borrowObject() throws Exception {
        return recording(real.borrowObject());
    }

    @Override
    public Connection borrowObject(Duration most) throws Exception {
        return recording(real.borrowObject(most));
    }

    @Override
    public Connection borrowObject(long mostMillis) throws Exception {
        return borrowObject(Duration.ofMillis(mostMillis));
    }

    private Connection recording(Connection connection) {
        connection.setHandlingPool(real);
        return new RecordingConnection(connection, node, engine, ids);
    }

    @Override
    public void returnObject(Connection connection) {
        connection.close();
    }

    @Override
    public void returnResource(Connection connection) {
        connection.close();
    }

    @Override
    public void returnBrokenResource(Connection connection) {
        connection.setBroken();
        connection.close();
    }

    @Override
    public void invalidateObject(Connection connection) {
        returnBrokenResource(connection);
    }

    @Override
    public void invalidateObject(Connection connection, DestroyMode mode) {
        returnBrokenResource(connection);
    }

    @Override
    public void addObject() throws Exception {
        real.addObject();
    }

    @Override
    public void clear() {
        real.clear();
    }

    @Override
    public int getNumActive() {
        return real.getNumActive();
    }

    @Override
    public int getNumIdle() {
        return real.getNumIdle();
    }

    @Override
    public int getNumWaiters() {
        return real.getNumWaiters();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordingPool pool && pool.real == real;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(real);
    }

    /** Nothing: the pool belongs to the client that lends it. */
    @Override
    public void close() {}

    @Override
    public void destroy() {}
}
