package io.github.dualwrite.net;

import java.io.IOException;

/** Opens connections to the nodes of one target: TCP, TLS, authentication and the first questions, within the target's connect timeout. */
public interface Connector {

    /**
     * Opens a connection; blocks, so an application's thread only calls it for the primary, to look up a command that is not in the table.
     *
     * @throws IOException if the node cannot be reached, its certificate is refused, or it refuses the credentials; the message names the target
     *     and node and what was wrong, never a secret
     */
    NodeConnection connect(Node node) throws IOException;
}
