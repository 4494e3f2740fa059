package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adding to and trimming streams: with the id that the primary chose. */
final class Streams {

    private Streams() {}

    /**
     * {@code XADD key [NOMKSTREAM] [KEEPREF|DELREF|ACKED] [MAXLEN|MINID [=|~] threshold [LIMIT n]] id field value ...}: the reply is the id, or nil
     * when there was no stream to add to. How much an approximate trimming ({@code ~}) removes follows from how the entries lie in memory, which the
     * reply does not tell: then the key is copied.
     */
    static Effect add(Invocation invocation, @Nullable Object reply) {
        if (reply == null) {
            return Effect.NOTHING;
        }
        Command command = invocation.command();
        int id = idIndex(command);
        if (id < 0 || !(reply instanceof byte[] given)) {
            return Make.repair(invocation);
        }
        byte[][] words = command.words().clone();
        words[id] = given;
        return Make.step(invocation, true, Step.of(given, words));
    }

    /** Where the id stands, or -1 if the trimming is approximate or an option is not known. */
    private static int idIndex(Command command) {
        int i = 2;
        while (i < command.size()) {
            byte[] word = command.word(i);
            if (Words.is(word, "NOMKSTREAM")
                    || Words.is(word, "KEEPREF")
                    || Words.is(word, "DELREF")
                    || Words.is(word, "ACKED")) {
                i++;
            } else if (Words.is(word, "MAXLEN") || Words.is(word, "MINID")) {
                i = afterThreshold(command, i + 1);
                if (i < 0) {
                    return -1;
                }
            } else {
                return isId(word) && (command.size() - i) % 2 == 1 ? i : -1;
            }
        }
        return -1;
    }

    private static int afterThreshold(Command command, int index) {
        if (index >= command.size() || Words.is(command.word(index), "~")) {
            return -1;
        }
        return Words.is(command.word(index), "=") ? index + 2 : index + 1;
    }

    private static boolean isId(byte[] word) {
        return word.length > 0 && (word[0] == '*' || (word[0] >= '0' && word[0] <= '9'));
    }

    /** {@code XTRIM key MAXLEN|MINID [=|~] threshold [LIMIT n]}: the number of entries removed. */
    static Effect trim(Invocation invocation, @Nullable Object reply) {
        if (Make.isNone(reply)) {
            return Effect.NOTHING;
        }
        return invocation.command().size() > 3 && Words.is(invocation.command().word(3), "~")
                ? Make.repair(invocation)
                : Make.replay(invocation, true, reply);
    }

    /**
     * {@code XREADGROUP GROUP group consumer [COUNT n] [BLOCK n] [NOACK] STREAMS key ... id ...}: what was delivered is delivered there too, by
     * reading as many entries, one step a stream. The same entries must come back. The delivery time becomes the secondary's own, as it would with
     * any later delivery.
     *
     * <p>A stream that delivered nothing may have got the consumer all the same: {@link #consumer}.
     */
    static Effect readGroup(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        int streams = 4;
        boolean noAck = false;
        while (streams < command.size() && !Words.is(command.word(streams), "STREAMS")) {
            byte[] word = command.word(streams);
            if (Words.is(word, "NOACK")) {
                noAck = true;
                streams++;
            } else if (Words.is(word, "COUNT") || Words.is(word, "BLOCK")) {
                streams += 2;
            } else {
                return Make.repair(invocation); // CLAIM of Redis 8.4: decided by idle times
            }
        }
        int count = (command.size() - streams - 1) / 2;
        if (Make.isNone(reply)) {
            return Effect.NOTHING; // a consumer that it may have made holds nothing, and is not compared
        }
        if (count < 1 || !(reply instanceof List<?>)) {
            return Make.repair(invocation);
        }
        List<?> read = reply instanceof List<?> list ? list : List.of();
        List<Step> steps = new ArrayList<>(count);
        List<byte[]> keys = new ArrayList<>(count);
        // RESP2: pairs of key and entries. RESP3: a map, here keys and entries in turn.
        boolean flat = !read.isEmpty() && read.get(0) instanceof byte[];
        for (int i = 0; i < read.size(); i += flat ? 2 : 1) {
            List<?> pair = flat ? read.subList(i, Math.min(i + 2, read.size())) : pair(read.get(i));
            if (pair.size() != 2 || !(pair.get(0) instanceof byte[] key) || !(pair.get(1) instanceof List<?> entries)) {
                return Make.repair(invocation);
            }
            byte[] id = idOf(command, streams + 1, count, key);
            if (id == null) {
                return Make.repair(invocation);
            }
            if (!entries.isEmpty()) {
                steps.add(read(command, noAck, key, id, entries));
                keys.add(key);
            }
        }
        return Make.on(invocation, keys, true, steps);
    }

    private static List<?> pair(@Nullable Object element) {
        return element instanceof List<?> pair ? pair : List.of();
    }

    private static byte @Nullable [] idOf(Command command, int first, int count, byte[] key) {
        for (int i = first; i < first + count; i++) {
            if (Arrays.equals(command.word(i), key)) {
                return command.word(i + count);
            }
        }
        return null;
    }

    private static Step read(Command command, boolean noAck, byte[] key, byte[] id, List<?> entries) {
        List<byte[]> words = new ArrayList<>(10);
        words.add(command.word(2));
        words.add(command.word(3));
        words.add(Words.COUNT);
        words.add(Numbers.text(entries.size()));
        if (noAck) {
            words.add(Words.NOACK);
        }
        words.add(Words.STREAMS);
        words.add(key);
        words.add(id);
        return Step.of(List.of(List.of(key, entries)), Make.words(words, Words.XREADGROUP, Words.GROUP));
    }
}
