package io.github.dualwrite.jedis;

import io.github.dualwrite.engine.Engine;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** A recording connection that is itself what a pool holds, from one borrower to the next. */
final class OwnedConnection extends RecordingConnection {

    OwnedConnection(Connection real, HostAndPort node, Engine engine, ConnectionIds ids) {
        super(real, node, engine, ids);
    }

    /** To the pool that lent it, or for good when none did. */
    @Override
    void giveBack() {
        closeOrReturn();
    }

    /** It will not be lent again. */
    void abandon() {
        recorder().connectionLost(this::id);
    }

    void requireFinished() {
        if (recorder().isUnfinished()) {
            setBroken();
            throw new IllegalStateException(
                    "connection given back with unread replies, an open MULTI or an open subscription");
        }
    }
}
