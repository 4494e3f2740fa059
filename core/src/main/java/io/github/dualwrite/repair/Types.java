package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;
import static io.github.dualwrite.repair.Session.number;
import static io.github.dualwrite.repair.Session.text;

import io.github.dualwrite.net.PageSize;
import io.github.dualwrite.repair.Session.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Copies of strings, lists, sets and sorted sets into a temporary key, a chunk at a time. */
final class Types {

    private static final int STRING_CHUNK = 1 << 20;

    private Types() {}

    static void string(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        long start = 0;
        while (true) {
            Object part = session.read(ascii("GETRANGE"), key, number(start), number(start + STRING_CHUNK - 1));
            if (!(part instanceof byte[] bytes) || (bytes.length == 0 && start > 0)) {
                return;
            }
            if (start == 0) {
                session.write(ascii("SET"), temporary, bytes);
                session.guard(temporary);
            } else {
                session.write(ascii("APPEND"), temporary, bytes);
            }
            if (bytes.length < STRING_CHUNK) {
                return;
            }
            start += bytes.length;
        }
    }

    static void list(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        PageSize size = new PageSize();
        long start = 0;
        while (true) {
            long from = start;
            List<?> part = session.readPage(
                    size, count -> words(ascii("LRANGE"), key, number(from), number(from + count - 1)));
            if (part.isEmpty()) {
                return;
            }
            add(session, "RPUSH", temporary, part, start == 0);
            start += part.size();
        }
    }

    static void set(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        PageSize size = new PageSize();
        byte[] cursor = ascii("0");
        boolean first = true;
        do {
            byte[] from = cursor;
            List<?> page =
                    session.readPage(size, count -> words(ascii("SSCAN"), key, from, ascii("COUNT"), number(count)));
            if (page.size() != 2) {
                return;
            }
            cursor = (byte[]) page.get(0);
            List<?> members = (List<?>) page.get(1);
            if (!members.isEmpty()) {
                add(session, "SADD", temporary, members, first);
                first = false;
            }
        } while (!text(cursor).equals("0"));
    }

    static void sortedSet(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        PageSize size = new PageSize();
        long start = 0;
        while (true) {
            long from = start;
            List<?> part = session.readPage(
                    size,
                    count -> words(ascii("ZRANGE"), key, number(from), number(from + count - 1), ascii("WITHSCORES")));
            if (part.isEmpty()) {
                return;
            }
            List<Object> scored = new ArrayList<>(part.size());
            for (int i = 0; i < part.size(); i += 2) {
                scored.add(part.get(i + 1));
                scored.add(part.get(i));
            }
            add(session, "ZADD", temporary, scored, start == 0);
            start += part.size() / 2;
        }
    }

    static void add(Session session, String command, byte[] temporary, List<?> elements, boolean first)
            throws IOException, RefusedException {
        List<byte[]> words = new ArrayList<>(elements.size() + 2);
        words.add(ascii(command));
        words.add(temporary);
        elements.forEach(element -> words.add((byte[]) element));
        session.write(words);
        if (first) {
            session.guard(temporary);
        }
    }

    private static byte[][] words(byte[]... words) {
        return words;
    }
}
