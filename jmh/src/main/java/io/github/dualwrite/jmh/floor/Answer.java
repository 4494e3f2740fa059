package io.github.dualwrite.jmh.floor;

import org.jspecify.annotations.Nullable;

/** The place of one reply among those of its client. */
final class Answer {

    final ClientSide client;

    /** The reply, where it came before that of an earlier request. */
    byte @Nullable [] early;

    Answer(ClientSide client) {
        this.client = client;
    }
}
