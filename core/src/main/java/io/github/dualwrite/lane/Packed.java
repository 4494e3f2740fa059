package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Replay;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import io.github.dualwrite.resp.RespWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A small effect as bytes, in a place of a fixed size: the command as it goes over the wire, the reply likewise, and what a lane has to know of its key.
 * The caller packs what lies in its own caches. The lane, which runs on another core, would have to fetch an effect's objects one after the other, and
 * with a packed one looks at none of them.
 */
final class Packed {

    /** The bytes of a place. */
    static final int PLACE = 128;

    // a place: the key's hash, where the key begins, how long it is, how long the reply is, the command, the reply
    private static final int KEY = 4;
    private static final int KEY_LENGTH = 5;
    private static final int REPLY_LENGTH = 6;
    private static final int NEEDS_BASE = 7;
    private static final int COMMAND = 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final byte[] OK = Words.ascii("OK");
    private static final byte[] OK_REPLY = Words.ascii("+OK\r\n");
    private static final byte[] NO_REPLY = {};
    private static final byte[][] NUMBERS = new byte[10][];

    static {
        Arrays.setAll(NUMBERS, number -> Words.ascii(":" + number + "\r\n"));
    }

    private Packed() {}

    /**
     * Packs an effect that is nothing but one command on one key, and of which a lane has to remember nothing.
     *
     * @return the length of the command, or 0 if it is another kind of effect, or does not fit
     */
    static int pack(Effect effect, Keys written, byte[] places, int place) {
        if (!(effect instanceof Replay replay) || !(written instanceof Key key)) {
            return 0;
        }
        byte[][] words = replay.words();
        byte[] reply = reply(replay.expected());
        int room = PLACE - COMMAND - reply.length;
        if (length(words, room) > room || Lifetimes.concern(words)) {
            return 0;
        }
        int begin = place + COMMAND;
        int at = RespWriter.header(places, begin, '*', words.length);
        int keyAt = 0;
        for (byte[] word : words) {
            at = RespWriter.header(places, at, '$', word.length);
            if (word == key.bytes()) {
                keyAt = at - place;
            }
            System.arraycopy(word, 0, places, at, word.length);
            at = RespWriter.endOfLine(places, at + word.length);
        }
        if (keyAt == 0) {
            return 0;
        }
        System.arraycopy(reply, 0, places, at, reply.length);
        INT.set(places, place, key.hash());
        places[place + KEY] = (byte) keyAt;
        places[place + KEY_LENGTH] = (byte) key.bytes().length;
        places[place + REPLY_LENGTH] = (byte) reply.length;
        places[place + NEEDS_BASE] = (byte) (replay.needsBase() ? 1 : 0);
        return at - begin;
    }

    /** How long the command is, or more than {@code most} if it is longer. */
    private static int length(byte[][] words, int most) {
        int sum = "*".length() + RespWriter.digits(words.length) + 2;
        for (int i = 0; i < words.length && sum <= most; i++) {
            int length = Math.min(words[i].length, most);
            sum += "$".length() + RespWriter.digits(length) + 2 + length + 2;
        }
        return sum;
    }

    /** A reply that looks the same in every version of the protocol, and is short, as it goes over the wire; of others nothing. */
    private static byte[] reply(@Nullable Object expected) {
        if (expected instanceof byte[] text) {
            return Arrays.equals(text, OK) ? OK_REPLY : NO_REPLY;
        }
        return expected instanceof Long number && number >= 0 && number < NUMBERS.length
                ? NUMBERS[number.intValue()]
                : NO_REPLY;
    }

    /** Where the command begins. */
    static int command(int place) {
        return place + COMMAND;
    }

    /** The key's hash. */
    static int hash(byte[] places, int place) {
        return (int) INT.get(places, place);
    }

    /** Where the key begins. */
    static int key(byte[] places, int place) {
        return place + places[place + KEY];
    }

    static int keyLength(byte[] places, int place) {
        return places[place + KEY_LENGTH];
    }

    /** How long the expected reply is, which follows the command; 0 if it has to be read as any other. */
    static int replyLength(byte[] places, int place) {
        return places[place + REPLY_LENGTH];
    }

    static boolean needsBase(byte[] places, int place) {
        return places[place + NEEDS_BASE] != 0;
    }
}
