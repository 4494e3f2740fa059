package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;
import static io.github.dualwrite.repair.Session.number;
import static io.github.dualwrite.repair.Session.text;

import io.github.dualwrite.net.PageSize;
import io.github.dualwrite.repair.Session.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Copies a stream: entries with their ids, the last id, groups, consumers and what they hold. A pending entry that was deleted from the stream is
 * given a placeholder, which is claimed and then deleted, for a claim needs an entry. Times of delivery are reckoned from now.
 */
final class StreamCopy {

    private static final int CHUNK = 512;
    private static final byte[] XGROUP = ascii("XGROUP");

    private final Session session;
    private final byte[] key;
    private final byte[] temporary;
    private final List<byte[]> placeholders = new ArrayList<>();

    private StreamCopy(Session session, byte[] key, byte[] temporary) {
        this.session = session;
        this.key = key;
        this.temporary = temporary;
    }

    static void copy(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        new StreamCopy(session, key, temporary).copy();
    }

    private void copy() throws IOException, RefusedException {
        session.write(XGROUP, ascii("CREATE"), temporary, ascii("dualwrite"), ascii("$"), ascii("MKSTREAM"));
        session.write(XGROUP, ascii("DESTROY"), temporary, ascii("dualwrite"));
        session.guard(temporary);
        List<?> groups = session.readList(ascii("XINFO"), ascii("GROUPS"), key);
        entries(groups);
        for (Object group : groups) {
            group((List<?>) group);
        }
        for (int from = 0; from < placeholders.size(); from += CHUNK) {
            List<byte[]> words = new ArrayList<>(List.of(ascii("XDEL"), temporary));
            words.addAll(placeholders.subList(from, Math.min(placeholders.size(), from + CHUNK)));
            session.write(words);
        }
        counters(); // last, for a deletion moves them
    }

    private void counters() throws IOException, RefusedException {
        List<?> info = session.readList(ascii("XINFO"), ascii("STREAM"), key);
        byte[] lastId = bytes(field(info, "last-generated-id"), "0-0");
        if (text(lastId).equals("0-0")) {
            return;
        }
        if (field(info, "entries-added") instanceof Long count && session.secondaryIsAtLeast(7, 0)) {
            byte[] maxDeleted = bytes(field(info, "max-deleted-entry-id"), "0-0");
            session.write(
                    ascii("XSETID"),
                    temporary,
                    lastId,
                    ascii("ENTRIESADDED"),
                    number(count),
                    ascii("MAXDELETEDID"),
                    maxDeleted);
        } else {
            session.write(ascii("XSETID"), temporary, lastId);
        }
    }

    /** The entries, and in their order placeholders for those that are pending but deleted. */
    private void entries(List<?> groups) throws IOException, RefusedException {
        TreeSet<StreamId> pending = pending(groups);
        PageSize size = new PageSize();
        byte[] from = ascii("-");
        while (true) {
            byte[] behind = from;
            List<?> page = session.readPage(size, count ->
                    new byte[][] {ascii("XRANGE"), key, behind, ascii("+"), ascii("COUNT"), number(count)});
            for (Object each : page) {
                List<?> entry = (List<?>) each;
                StreamId id = StreamId.of(text(entry.get(0)));
                while (!pending.isEmpty() && pending.first().compareTo(id) < 0) {
                    placeholder(pending.pollFirst());
                }
                pending.remove(id);
                List<byte[]> words = new ArrayList<>();
                words.add(ascii("XADD"));
                words.add(temporary);
                words.add((byte[]) entry.get(0));
                ((List<?>) entry.get(1)).forEach(word -> words.add((byte[]) word));
                session.queue(words.toArray(new byte[0][]));
            }
            session.settle();
            if (page.isEmpty()) {
                break;
            }
            from = after(page);
        }
        for (StreamId id : pending) {
            placeholder(id);
        }
        session.settle();
    }

    private void placeholder(StreamId id) throws IOException, RefusedException {
        session.queue(ascii("XADD"), temporary, id.word(), ascii("deleted"), ascii(""));
        placeholders.add(id.word());
    }

    private TreeSet<StreamId> pending(List<?> groups) throws IOException, RefusedException {
        TreeSet<StreamId> ids = new TreeSet<>();
        for (Object group : groups) {
            forEachPending(
                    bytes(field((List<?>) group, "name"), ""), pending -> ids.add(StreamId.of(text(pending.get(0)))));
        }
        return ids;
    }

    private void group(List<?> info) throws IOException, RefusedException {
        byte[] name = bytes(field(info, "name"), "");
        List<byte[]> create = new ArrayList<>(
                List.of(XGROUP, ascii("CREATE"), temporary, name, bytes(field(info, "last-delivered-id"), "0-0")));
        if (field(info, "entries-read") instanceof Long read && session.secondaryIsAtLeast(7, 0)) {
            create.add(ascii("ENTRIESREAD"));
            create.add(number(read));
        }
        session.write(create);
        for (Object consumer : session.readList(ascii("XINFO"), ascii("CONSUMERS"), key, name)) {
            session.write(
                    XGROUP, ascii("CREATECONSUMER"), temporary, name, bytes(field((List<?>) consumer, "name"), ""));
        }
        forEachPending(
                name,
                pending -> session.queue(
                        ascii("XCLAIM"),
                        temporary,
                        name,
                        (byte[]) pending.get(1),
                        ascii("0"),
                        (byte[]) pending.get(0),
                        ascii("IDLE"),
                        number((Long) pending.get(2)),
                        ascii("RETRYCOUNT"),
                        number((Long) pending.get(3)),
                        ascii("FORCE"),
                        ascii("JUSTID")));
    }

    /** Takes one pending entry: id, consumer, idle time, deliveries. */
    private interface PendingEntry {
        void take(List<?> fields) throws IOException, RefusedException;
    }

    private void forEachPending(byte[] group, PendingEntry taker) throws IOException, RefusedException {
        byte[] from = ascii("-");
        while (true) {
            List<?> page = session.readList(ascii("XPENDING"), key, group, from, ascii("+"), number(CHUNK));
            if (page.isEmpty()) {
                return;
            }
            for (Object each : page) {
                taker.take((List<?>) each);
            }
            session.settle();
            from = after(page);
        }
    }

    /** Where the next page begins: behind the id that the last element of this one starts with. */
    private static byte[] after(List<?> page) {
        return ascii("(" + text(((List<?>) page.get(page.size() - 1)).get(0)));
    }

    private static @Nullable Object field(List<?> alternating, String name) {
        for (int i = 0; i + 1 < alternating.size(); i += 2) {
            if (text(alternating.get(i)).equals(name)) {
                return alternating.get(i + 1);
            }
        }
        return null;
    }

    private static byte[] bytes(@Nullable Object value, String otherwise) {
        return value instanceof byte[] bytes ? bytes : ascii(otherwise);
    }
}
