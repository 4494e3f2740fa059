package io.github.dualwrite.ghost;

import io.github.dualwrite.net.ConnectionId;

/** A broken connection whose last commands the server may still execute. */
final class Ghost {

    final ConnectionId connection;
    final long since;

    /** Nothing proves its end, so keys do not wait for it any more, but are marked now and then. */
    volatile boolean endless;

    /** Nothing more will come of it. */
    volatile boolean over;

    /** When it is marked, by its age in nanoseconds; with the last it is over. */
    long[] distances = {};

    int marks; // the thread of its target's ghosts only

    Ghost(ConnectionId connection, long since) {
        this.connection = connection;
        this.since = since;
    }
}
