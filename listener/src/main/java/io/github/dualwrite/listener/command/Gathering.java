package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.wire.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** Waits for the replies to the parts of one command, and makes one reply of them. Parts may be answered on different threads. */
final class Gathering {

    private final AtomicReferenceArray<byte[]> parts;
    private final AtomicInteger missing;
    private final Function<List<byte[]>, byte[]> merge;
    private final PendingReply whole;

    /** An error in any part becomes the whole reply. */
    Gathering(int count, Function<List<byte[]>, byte[]> merge, PendingReply whole) {
        this.parts = new AtomicReferenceArray<>(count);
        this.missing = new AtomicInteger(count);
        this.merge = merge;
        this.whole = whole;
    }

    /** Where the part's reply goes. */
    PendingReply part(int index) {
        PendingReply[] self = new PendingReply[1];
        self[0] = new PendingReply(() -> {
            byte[] bytes = self[0].bytes();
            if (bytes != null) {
                arrived(index, bytes);
            }
        });
        return self[0];
    }

    private void arrived(int index, byte[] bytes) {
        parts.set(index, bytes);
        if (missing.decrementAndGet() == 0) {
            List<byte[]> replies = new ArrayList<>();
            for (int i = 0; i < parts.length(); i++) {
                byte[] reply = parts.get(i);
                if (Resp.isError(reply)) {
                    whole.done(reply);
                    return;
                }
                replies.add(reply);
            }
            whole.done(merge.apply(replies));
        }
    }

    /** The sum of integer replies. */
    static byte[] sum(List<byte[]> replies) {
        long sum = 0;
        for (byte[] reply : replies) {
            sum += Long.parseLong(new String(reply, 1, reply.length - 3, java.nio.charset.StandardCharsets.US_ASCII));
        }
        return Resp.integer(sum);
    }
}
