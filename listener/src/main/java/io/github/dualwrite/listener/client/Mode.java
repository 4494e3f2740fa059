package io.github.dualwrite.listener.client;

import io.github.dualwrite.listener.wire.Request;

/** A state of a client in which its requests mean something else: a transaction, subscriptions. The client's event loop only. */
public interface Mode {

    /** Takes a request. Returns whether it is dealt with; otherwise it is treated as in no mode. */
    boolean received(Request request);

    /** The client has gone, or is reset: whatever it holds is given back. */
    void end();
}
