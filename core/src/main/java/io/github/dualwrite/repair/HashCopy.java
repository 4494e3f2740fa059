package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;
import static io.github.dualwrite.repair.Session.number;
import static io.github.dualwrite.repair.Session.text;

import io.github.dualwrite.net.PageSize;
import io.github.dualwrite.repair.Session.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Copies a hash, with the times to live of its fields where both servers know of such. */
final class HashCopy {

    /** What a server says of a field without a time to live. */
    private static final long NONE = -1;

    private HashCopy() {}

    /** Returns {@code false} if the hash has fields with a time to live and the secondary cannot keep them. */
    static boolean copy(Session session, byte[] key, byte[] temporary) throws IOException, RefusedException {
        PageSize size = new PageSize();
        byte[] cursor = ascii("0");
        boolean first = true;
        do {
            byte[] from = cursor;
            List<?> page = session.readPage(
                    size, count -> new byte[][] {ascii("HSCAN"), key, from, ascii("COUNT"), number(count)});
            if (page.size() != 2) {
                return true;
            }
            cursor = (byte[]) page.get(0);
            List<?> fields = (List<?>) page.get(1);
            if (!fields.isEmpty()) {
                Types.add(session, "HSET", temporary, fields, first);
                first = false;
                if (!fieldTtls(session, key, temporary, fields)) {
                    return false;
                }
            }
        } while (!text(cursor).equals("0"));
        return true;
    }

    private static boolean fieldTtls(Session session, byte[] key, byte[] temporary, List<?> fields)
            throws IOException, RefusedException {
        List<byte[]> ask = new ArrayList<>();
        ask.add(ascii("HPTTL"));
        ask.add(key);
        ask.add(ascii("FIELDS"));
        ask.add(number(fields.size() / 2));
        for (int i = 0; i < fields.size(); i += 2) {
            ask.add((byte[]) fields.get(i));
        }
        if (!(session.readIfKnown(ask.toArray(new byte[0][])) instanceof List<?> ttls)) {
            return true; // a primary that does not know the command has no such fields
        }
        for (int i = 0; i < ttls.size(); i++) {
            if (!(ttls.get(i) instanceof Long ttl) || ttl == NONE) {
                continue;
            }
            byte[] field = (byte[]) fields.get(2 * i);
            if (ttl < 0) {
                session.write(
                        ascii("HDEL"), temporary, field); // expired since the page was read, and no write will say so
            } else if (session.secondaryHasFieldTtls()) {
                byte[] millis = number(Math.max(1, ttl));
                session.write(ascii("HPEXPIRE"), temporary, millis, ascii("FIELDS"), ascii("1"), field);
            } else {
                return false;
            }
        }
        return true;
    }
}
