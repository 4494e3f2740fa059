package io.github.dualwrite.listener.client;

import io.github.dualwrite.listener.wire.Request;

/** A state of a client in which its requests mean something else: a transaction, subscriptions. The client's event loop only. */
public interface Mode {

    /** Takes a request. Returns whether it is dealt with; otherwise it is treated as in no mode. */
    boolean received(Request request);

    /** Whether it may go on for ever without another request, so that a client that sends no more is taken to have gone. */
    boolean lasts();

    /** The client has gone, or is reset: whatever it holds is given back. */
    void end();
}
