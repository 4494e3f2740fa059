package io.github.dualwrite.listener;

import org.jspecify.annotations.Nullable;

/** A client's place in the order of its replies: filled by whoever has the reply, from any thread, once. */
final class PendingReply {

    private final Runnable whenDone;
    private volatile byte @Nullable [] bytes;

    PendingReply(Runnable whenDone) {
        this.whenDone = whenDone;
    }

    void done(byte[] reply) {
        bytes = reply;
        whenDone.run();
    }

    byte @Nullable [] bytes() {
        return bytes;
    }
}
