package io.github.dualwrite.lane;

import io.github.dualwrite.fleet.Hashes;
import io.github.dualwrite.net.NodeConnection;

/**
 * Where a lane sends what a node owns.
 *
 * @param confirmed what the node has confirmed since others were last told; there may have been another connection to it before
 */
record Pipeline(NodeConnection connection, Hashes confirmed) {}
