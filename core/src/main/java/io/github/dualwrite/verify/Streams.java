package io.github.dualwrite.verify;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.PageSize;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;

/**
 * The digest of a stream: its entries, its last id, and per group the last delivered id and who holds which entry how often. Times of delivery
 * are left out: they are each server's own. So are consumers that hold no entry: whether a read that delivered nothing makes one depends on the
 * server's version.
 */
final class Streams {

    private static final String CHUNK = "1000";

    private Streams() {}

    static void digest(NodeConnection connection, byte[] key, MessageDigest digest) throws IOException {
        PageSize size = new PageSize();
        byte[] from = Digests.ascii("-");
        while (true) {
            byte[] behind = from;
            List<?> entries = Digests.page(connection, size, count -> new byte[][] {
                Digests.ascii("XRANGE"),
                key,
                behind,
                Digests.ascii("+"),
                Digests.ascii("COUNT"),
                Digests.ascii(Integer.toString(count))
            });
            if (entries.isEmpty()) {
                break;
            }
            entries.forEach(entry -> Digests.add(digest, entry));
            List<?> last = (List<?>) entries.get(entries.size() - 1);
            from = Digests.ascii("(" + Digests.text(last.get(0)));
        }
        TreeMap<String, Object> stream =
                map((List<?>) Digests.ask(connection, Digests.ascii("XINFO"), Digests.ascii("STREAM"), key));
        Digests.add(digest, stream.get("last-generated-id"));
        groups(connection, key, digest);
    }

    private static void groups(NodeConnection connection, byte[] key, MessageDigest digest) throws IOException {
        TreeMap<String, byte[]> groups = new TreeMap<>();
        for (Object group : list(Digests.ask(connection, Digests.ascii("XINFO"), Digests.ascii("GROUPS"), key))) {
            TreeMap<String, Object> info = map((List<?>) group);
            byte[] name = (byte[]) info.get("name");
            groups.put(Digests.text(name), name);
            Digests.add(digest, name);
            Digests.add(digest, info.get("last-delivered-id"));
        }
        for (byte[] group : groups.values()) {
            pending(connection, key, group, digest);
        }
    }

    private static void pending(NodeConnection connection, byte[] key, byte[] group, MessageDigest digest)
            throws IOException {
        byte[] from = Digests.ascii("-");
        while (true) {
            List<?> entries = list(Digests.ask(
                    connection, Digests.ascii("XPENDING"), key, group, from, Digests.ascii("+"), Digests.ascii(CHUNK)));
            if (entries.isEmpty()) {
                return;
            }
            for (Object entry : entries) {
                List<?> fields = (List<?>) entry; // id, consumer, idle time, deliveries
                Digests.add(digest, fields.get(0));
                Digests.add(digest, fields.get(1));
                Digests.add(digest, fields.get(3));
            }
            List<?> last = (List<?>) entries.get(entries.size() - 1);
            from = Digests.ascii("(" + Digests.text(last.get(0)));
        }
    }

    private static List<?> list(@org.jspecify.annotations.Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }

    private static TreeMap<String, Object> map(@org.jspecify.annotations.Nullable List<?> alternating) {
        TreeMap<String, Object> map = new TreeMap<>();
        if (alternating != null) {
            for (int i = 0; i + 1 < alternating.size(); i += 2) {
                Object value = alternating.get(i + 1);
                if (value != null) {
                    map.put(Digests.text(alternating.get(i)), value);
                }
            }
        }
        return map;
    }
}
