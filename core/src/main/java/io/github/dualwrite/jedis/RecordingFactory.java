package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.PooledObjectFactory;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Makes a pool's connections, each of which records for as long as it lives. Safe for any thread. */
final class RecordingFactory implements PooledObjectFactory<Connection> {

    private final PooledObjectFactory<Connection> real;
    private final HostAndPort node;
    private final Engine engine;
    private final ConnectionIds ids;

    RecordingFactory(PooledObjectFactory<Connection> real, HostAndPort node, Engine engine, ConnectionIds ids) {
        this.real = real;
        this.node = node;
        this.engine = engine;
        this.ids = ids;
    }

    @Override
    public PooledObject<Connection> makeObject() throws Exception {
        return new DefaultPooledObject<>(new OwnedConnection(real.makeObject().getObject(), node, engine, ids));
    }

    @Override
    public void destroyObject(PooledObject<Connection> pooled) throws Exception {
        try {
            real.destroyObject(pooled);
        } finally {
            ((OwnedConnection) pooled.getObject()).abandon();
        }
    }

    @Override
    public boolean validateObject(PooledObject<Connection> pooled) {
        return real.validateObject(pooled);
    }

    @Override
    public void activateObject(PooledObject<Connection> pooled) throws Exception {
        real.activateObject(pooled);
    }

    /** What fails here is destroyed by the pool. */
    @Override
    public void passivateObject(PooledObject<Connection> pooled) throws Exception {
        ((OwnedConnection) pooled.getObject()).requireFinished();
        real.passivateObject(pooled);
    }
}
