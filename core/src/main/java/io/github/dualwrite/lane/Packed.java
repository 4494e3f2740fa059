package io.github.dualwrite.lane;

import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Replay;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.Keys;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
        int room = PLACE - COMMAND - replyLength(replay.expected());
        if (length(words, room) > room || Lifetimes.concern(words)) {
            return 0;
        }
        int begin = place + COMMAND;
        int at = header(places, begin, '*', words.length);
        int keyAt = 0;
        for (byte[] word : words) {
            at = header(places, at, '$', word.length);
            if (word == key.bytes()) {
                keyAt = at - place;
            }
            System.arraycopy(word, 0, places, at, word.length);
            at = end(places, at + word.length);
        }
        if (keyAt == 0) {
            return 0;
        }
        INT.set(places, place, key.hash());
        places[place + KEY] = (byte) keyAt;
        places[place + KEY_LENGTH] = (byte) key.bytes().length;
        places[place + REPLY_LENGTH] = (byte) reply(replay.expected(), places, at);
        places[place + NEEDS_BASE] = (byte) (replay.needsBase() ? 1 : 0);
        return at - begin;
    }

    /** How long the command is, or more than {@code most} if it is longer. */
    private static int length(byte[][] words, int most) {
        int sum = "*".length() + digits(words.length) + 2;
        for (int i = 0; i < words.length && sum <= most; i++) {
            int length = Math.min(words[i].length, most);
            sum += "$".length() + digits(length) + 2 + length + 2;
        }
        return sum;
    }

    private static int digits(int number) {
        return number < 10 ? 1 : number < 100 ? 2 : 3;
    }

    /** A number of two digits at most: no longer word has room. */
    private static int header(byte[] places, int from, char type, int number) {
        int at = from;
        places[at++] = (byte) type;
        if (number > 9) {
            places[at++] = (byte) ('0' + number / 10);
        }
        places[at++] = (byte) ('0' + number % 10);
        return end(places, at);
    }

    private static int end(byte[] places, int at) {
        places[at] = '\r';
        places[at + 1] = '\n';
        return at + 2;
    }

    /** Of replies that look the same in every version of the protocol, and are short. */
    private static int replyLength(@Nullable Object expected) {
        if (expected instanceof byte[] text) {
            return isOk(text) ? 5 : 0;
        }
        return expected instanceof Long number && number >= 0 && number < 10 ? 4 : 0;
    }

    private static int reply(@Nullable Object expected, byte[] places, int from) {
        int length = replyLength(expected);
        if (expected instanceof Long number && length > 0) {
            header(places, from, ':', number.intValue());
        } else if (length > 0) {
            places[from] = '+';
            places[from + 1] = 'O';
            places[from + 2] = 'K';
            end(places, from + 3);
        }
        return length;
    }

    private static boolean isOk(byte[] text) {
        return text.length == 2 && text[0] == 'O' && text[1] == 'K';
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
