package io.github.dualwrite.listener.command;

import io.github.dualwrite.listener.wire.Numbers;
import io.github.dualwrite.listener.wire.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Waits for the replies to the parts of one command, and makes one reply of them: an error, if any part is one. One event loop only. */
final class Gathering {

    private final byte[][] parts;
    private final Function<List<byte[]>, byte[]> merge;
    private final Consumer<byte[]> whole;
    private int missing;

    Gathering(int count, Function<List<byte[]>, byte[]> merge, Consumer<byte[]> whole) {
        this.parts = new byte[count][];
        this.missing = count;
        this.merge = merge;
        this.whole = whole;
    }

    /** Where the part's reply goes. */
    Consumer<byte[]> part(int index) {
        return reply -> arrived(index, reply);
    }

    private void arrived(int index, byte[] reply) {
        parts[index] = reply;
        if (--missing > 0) {
            return;
        }
        List<byte[]> replies = new ArrayList<>(parts.length);
        for (byte[] each : parts) {
            if (Resp.isError(each)) {
                whole.accept(each);
                return;
            }
            replies.add(each);
        }
        whole.accept(merge.apply(replies));
    }

    /** The sum of integer replies. */
    static byte[] sum(List<byte[]> replies) {
        long sum = 0;
        for (byte[] reply : replies) {
            sum += number(reply);
        }
        return Resp.integer(sum);
    }

    /** The smallest of integer replies. */
    static byte[] least(List<byte[]> replies) {
        long least = Long.MAX_VALUE;
        for (byte[] reply : replies) {
            least = Math.min(least, number(reply));
        }
        return Resp.integer(least);
    }

    private static long number(byte[] reply) {
        return Numbers.parse(reply, 1, reply.length - 2);
    }
}
