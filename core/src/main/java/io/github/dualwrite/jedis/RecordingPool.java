package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionFactory;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.HostAndPort;

/** A node's pool as its users see it: what it lends out records. The connections belong to the pool of the provider. */
final class RecordingPool extends ConnectionPool {

    private final ConnectionPool real;
    private final HostAndPort node;
    private final Engine engine;

    RecordingPool(ConnectionPool real, HostAndPort node, Engine engine) {
        super(new ConnectionFactory(node)); // never asked for a connection
        this.real = real;
        this.node = node;
        this.engine = engine;
    }

    @Override
    public Connection getResource() {
        return new RecordingConnection(real.getResource(), node, engine);
    }

    @Override
    public Connection borrowObject() throws Exception {
        return getResource();
    }

    @Override
    public void returnResource(Connection resource) {
        resource.close();
    }

    @Override
    public void returnBrokenResource(Connection resource) {
        resource.setBroken();
        resource.close();
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

    /** Nothing: the pool belongs to the client that lends it. */
    @Override
    public void close() {}

    @Override
    public void destroy() {}
}
