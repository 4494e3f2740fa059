package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.client.Client;
import io.github.dualwrite.listener.client.Reply;
import io.github.dualwrite.resp.Command;

/** What becomes of a command that is not simply passed on. The client's event loop only. */
interface Handler {

    /** Fills {@code reply} sooner or later. */
    void handle(Client client, Command command, Reply reply);
}
