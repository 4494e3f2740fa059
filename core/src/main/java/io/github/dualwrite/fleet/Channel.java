package io.github.dualwrite.fleet;

import io.github.dualwrite.capability.Refusals;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channel that all processes use on one node, and the command that publishes there. Agreed by what the node itself says, for slot maps differ
 * from process to process while slots move.
 *
 * <p>Sharded where the server knows it, so that frames stay within the shard: then the channel's name must lie in one of the node's slots. A process
 * subscribes to a channel that it finds in use, or else to one in the node's lowest slot, and begins only if none but its own is in use
 * afterwards. So two that have begun never use different ones: the later of the two looked when the earlier was subscribed already.
 *
 * <p>Elsewhere a plain channel, named after the node's run id in a cluster, whose nodes hand all messages to each other.
 *
 * @param publish {@code SPUBLISH} or {@code PUBLISH}
 * @param name the channel
 */
@SuppressWarnings("ArrayRecordComponent") // words as they go over the wire; never compared
record Channel(byte[] publish, byte[] name) {

    /** This user may not subscribe. */
    static final class ForbiddenException extends IOException {

        private static final long serialVersionUID = 1L;

        ForbiddenException(String answer) {
            super(answer);
        }
    }

    private static final byte[] SPUBLISH = ascii("SPUBLISH");
    private static final byte[] PUBLISH = ascii("PUBLISH");

    /**
     * Subscribes.
     *
     * @param subscription where frames will come; nothing but subscriptions may be sent over it from now on
     * @param questions another connection to the same node
     * @param slot a slot that the node owns, or -1 if it is no cluster's
     * @throws ForbiddenException if the user may not subscribe
     * @throws IOException also if another channel turns out to be in use: then a new attempt is due, after a random while
     */
    static Channel join(String prefix, NodeConnection subscription, NodeConnection questions, int slot)
            throws IOException {
        if (slot >= 0) {
            List<byte[]> used = used(prefix, questions);
            if (used != null) {
                byte[] name = used.isEmpty()
                        ? (prefix + "{" + tag(slot) + "}").getBytes(StandardCharsets.UTF_8)
                        : used.get(0);
                if (subscribe(subscription, "SSUBSCRIBE", name)) {
                    requireAlone(name, used(prefix, questions));
                    return new Channel(SPUBLISH, name);
                }
            }
        }
        String runId = subscription.server().runId();
        String own = slot < 0 || runId.isEmpty() ? prefix : prefix + ":" + runId;
        byte[] name = own.getBytes(StandardCharsets.UTF_8);
        if (!subscribe(subscription, "SUBSCRIBE", name)) {
            throw new ForbiddenException("SUBSCRIBE is not known or not allowed");
        }
        return new Channel(PUBLISH, name);
    }

    private static void requireAlone(byte[] name, @Nullable List<byte[]> used) throws IOException {
        if (used == null || used.size() != 1 || !Arrays.equals(used.get(0), name)) {
            throw new IOException("processes have not agreed on a channel yet");
        }
    }

    /** The sharded channels of ours that somebody is subscribed to on this node, sorted; {@code null} where they cannot be known. */
    private static @Nullable List<byte[]> used(String prefix, NodeConnection questions) throws IOException {
        Object reply = questions.call("PUBSUB", "SHARDCHANNELS", literally(prefix) + "{*");
        if (reply instanceof List<?> names) {
            List<byte[]> used = new ArrayList<>();
            for (Object name : names) {
                if (name instanceof byte[] bytes) {
                    used.add(bytes);
                }
            }
            used.sort(Arrays::compareUnsigned);
            return used;
        }
        if (reply instanceof RespError error && !isRefusal(error)) {
            throw new IOException(error.message());
        }
        return null;
    }

    private static boolean subscribe(NodeConnection subscription, String command, byte[] name) throws IOException {
        Object reply = subscription.call(ascii(command), name);
        if (reply instanceof RespError error) {
            if (isRefusal(error)) {
                return false;
            }
            throw new IOException(error.message());
        }
        return true;
    }

    static boolean isRefusal(RespError error) {
        return Refusals.isRefusal(error);
    }

    /** The lowest number whose text lies in {@code slot}. */
    private static String tag(int slot) {
        int number = 0;
        while (Slots.of(ascii(Integer.toString(number))) != slot) {
            number++;
        }
        return Integer.toString(number);
    }

    /** The lowest slot of a node of a cluster. */
    static int lowestSlot(SlotMap map, io.github.dualwrite.net.Node node) {
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            if (node.equals(map.owner(slot))) {
                return slot;
            }
        }
        return -1;
    }

    private static String literally(String text) {
        return text.replaceAll("([\\\\*?\\[\\]^-])", "\\\\$1");
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
