package io.github.dualwrite.listener.command;

import org.jspecify.annotations.Nullable;

/** A client's place in the order of its replies: filled by whoever has the reply, from any thread, once. */
public final class PendingReply {

    private final Runnable whenDone;
    private volatile byte @Nullable [] bytes;

    /** @param whenDone told once, by whoever fills it */
    public PendingReply(Runnable whenDone) {
        this.whenDone = whenDone;
    }

    /** The reply is there. */
    public void done(byte[] reply) {
        bytes = reply;
        whenDone.run();
    }

    /** The reply, or {@code null} while it is not there. */
    public byte @Nullable [] bytes() {
        return bytes;
    }
}
