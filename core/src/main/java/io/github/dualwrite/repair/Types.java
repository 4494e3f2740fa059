package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;
import static io.github.dualwrite.repair.Session.number;
import static io.github.dualwrite.repair.Session.text;

import io.github.dualwrite.repair.Session.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Copies of strings, lists, sets and sorted sets into a temporary key, a chunk at a time. */
final class Types {

    static final int CHUNK = 512;

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
                KeyCopy.guard(session, temporary);
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
        for (long start = 0; ; start += CHUNK) {
            List<?> part = session.readList(ascii("LRANGE"), key, number(start), number(start + CHUNK - 1));
            if (part.isEmpty()) {
                return;
            }
            add(session, "RPUSH", temporary, part, start == 0);
        }
    }

    static void set(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        byte[] cursor = ascii("0");
        boolean first = true;
        do {
            List<?> page = session.readList(ascii("SSCAN"), key, cursor, ascii("COUNT"), number(CHUNK));
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
        for (long start = 0; ; start += CHUNK) {
            List<?> part = session.readList(
                    ascii("ZRANGE"), key, number(start), number(start + CHUNK - 1), ascii("WITHSCORES"));
            if (part.isEmpty()) {
                return;
            }
            List<Object> scored = new ArrayList<>(part.size());
            for (int i = 0; i < part.size(); i += 2) {
                scored.add(part.get(i + 1));
                scored.add(part.get(i));
            }
            add(session, "ZADD", temporary, scored, start == 0);
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
            KeyCopy.guard(session, temporary);
        }
    }
}
