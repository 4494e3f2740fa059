package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;
import static io.github.dualwrite.repair.Session.number;
import static io.github.dualwrite.repair.Session.text;

import io.github.dualwrite.repair.Session.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Copies a stream: entries with their ids, the last id, groups, consumers and what they hold. A pending entry whose entry was deleted from the
 * stream can only be made while the entry is there: such entries are put in their places and deleted again. Not kept: times of delivery, which
 * are reckoned from now.
 */
final class StreamCopy {

    private static final byte[] XGROUP = ascii("XGROUP");

    private StreamCopy() {}

    static void copy(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        session.write(XGROUP, ascii("CREATE"), temporary, ascii("dualwrite"), ascii("$"), ascii("MKSTREAM"));
        session.write(XGROUP, ascii("DESTROY"), temporary, ascii("dualwrite"));
        KeyCopy.guard(session, temporary);
        List<byte[]> groups = groups(session, key);
        NavigableSet<StreamId> pending = pending(session, key, groups);
        List<byte[]> placeholders = entries(session, key, temporary, pending);
        for (Object group : session.readList(ascii("XINFO"), ascii("GROUPS"), key)) {
            group(session, key, temporary, (List<?>) group);
        }
        for (byte[] id : placeholders) {
            session.write(ascii("XDEL"), temporary, id);
        }
        lastId(session, key, temporary);
    }

    private static void lastId(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        List<?> info = session.readList(ascii("XINFO"), ascii("STREAM"), key);
        byte[] lastId = bytes(field(info, "last-generated-id"), "0-0");
        Object added = field(info, "entries-added");
        if (!text(lastId).equals("0-0")) {
            if (added instanceof Long count && session.secondaryIsAtLeast(7, 0)) {
                session.write(
                        ascii("XSETID"),
                        temporary,
                        lastId,
                        ascii("ENTRIESADDED"),
                        number(count),
                        ascii("MAXDELETEDID"),
                        bytes(field(info, "max-deleted-entry-id"), "0-0"));
            } else {
                session.write(ascii("XSETID"), temporary, lastId);
            }
        }
    }

    private static List<byte[]> groups(Session session, byte[] key) throws IOException, RefusedException {
        List<byte[]> names = new ArrayList<>();
        for (Object group : session.readList(ascii("XINFO"), ascii("GROUPS"), key)) {
            names.add(bytes(field((List<?>) group, "name"), ""));
        }
        return names;
    }

    /** The ids that any group still holds. */
    private static NavigableSet<StreamId> pending(Session session, byte[] key, List<byte[]> groups)
            throws IOException, RefusedException {
        NavigableSet<StreamId> ids = new TreeSet<>();
        for (byte[] group : groups) {
            byte[] from = ascii("-");
            while (true) {
                List<?> page = session.readList(ascii("XPENDING"), key, group, from, ascii("+"), number(Types.CHUNK));
                if (page.isEmpty()) {
                    break;
                }
                for (Object each : page) {
                    ids.add(StreamId.of(text(((List<?>) each).get(0))));
                }
                from = ascii("(" + text(((List<?>) page.get(page.size() - 1)).get(0)));
            }
        }
        return ids;
    }

    /** Copies the entries. Returns the ids of placeholders, which stand for pending ids that have no entry any more. */
    private static List<byte[]> entries(Session session, byte[] key, byte[] temporary, NavigableSet<StreamId> pending)
            throws IOException, RefusedException {
        List<byte[]> placeholders = new ArrayList<>();
        byte[] from = ascii("-");
        while (true) {
            List<?> page =
                    session.readList(ascii("XRANGE"), key, from, ascii("+"), ascii("COUNT"), number(Types.CHUNK));
            if (page.isEmpty()) {
                placeholders(session, temporary, pending, placeholders);
                return placeholders;
            }
            for (Object each : page) {
                List<?> entry = (List<?>) each;
                StreamId id = StreamId.of(text(entry.get(0)));
                placeholders(session, temporary, pending.headSet(id, false), placeholders);
                pending.remove(id);
                List<byte[]> words = new ArrayList<>();
                words.add(ascii("XADD"));
                words.add(temporary);
                words.add((byte[]) entry.get(0));
                ((List<?>) entry.get(1)).forEach(word -> words.add((byte[]) word));
                session.write(words);
            }
            from = ascii("(" + text(((List<?>) page.get(page.size() - 1)).get(0)));
        }
    }

    private static void placeholders(
            Session session, byte[] temporary, NavigableSet<StreamId> missing, List<byte[]> placeholders)
            throws IOException, RefusedException {
        for (StreamId id = missing.pollFirst(); id != null; id = missing.pollFirst()) {
            byte[] word = ascii(id.toString());
            session.write(ascii("XADD"), temporary, word, ascii("-"), ascii("-"));
            placeholders.add(word);
        }
    }

    private static void group(Session session, byte[] key, byte[] temporary, List<?> info)
            throws IOException, RefusedException {
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
        byte[] from = ascii("-");
        while (true) {
            List<?> page = session.readList(ascii("XPENDING"), key, name, from, ascii("+"), number(Types.CHUNK));
            if (page.isEmpty()) {
                return;
            }
            for (Object each : page) {
                List<?> pending = (List<?>) each; // id, consumer, idle time, deliveries
                session.write(
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
                        ascii("JUSTID"));
            }
            from = ascii("(" + text(((List<?>) page.get(page.size() - 1)).get(0)));
        }
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
