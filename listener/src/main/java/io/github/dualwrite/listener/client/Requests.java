package io.github.dualwrite.listener.client;

import io.github.dualwrite.listener.wire.Request;

/** Takes the requests of clients, on their event loop, in their order. */
public interface Requests {

    /** A request that is only good during the call. */
    void received(Client client, Request request);
}
