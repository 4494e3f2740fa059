package io.github.dualwrite.lane;

import io.github.dualwrite.net.NodeConnection;

/**
 * Where a lane sends what a node owns.
 *
 * @param confirmed of the node: there may have been another connection to it before
 */
record Pipeline(NodeConnection connection, Confirmed confirmed) {}
