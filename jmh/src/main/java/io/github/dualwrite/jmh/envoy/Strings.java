package io.github.dualwrite.jmh.envoy;

import io.github.dualwrite.engine.OwnKeys;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;

/** Every string of a cluster, read in bulk: the loads write nothing else. What Dualwrite keeps for itself on a secondary is left out. */
final class Strings {

    private final Map<String, byte[]> values = new HashMap<>();

    private Strings() {}

    static Strings of(LocalCluster cluster) {
        Strings strings = new Strings();
        for (LocalNode node : cluster.primaries()) {
            try (Connection connection = node.connect()) {
                strings.read(connection);
            }
        }
        return strings;
    }

    private void read(Connection connection) {
        String cursor = "0";
        do {
            connection.sendCommand(Command.SCAN, cursor, "COUNT", "1000");
            List<Object> page = connection.getObjectMultiBulkReply();
            cursor = text(page.get(0));
            List<?> keys = ((List<?>) page.get(1))
                    .stream().filter(key -> !OwnKeys.isOwn((byte[]) key)).toList();
            for (Object key : keys) {
                connection.sendCommand(Command.GET, (byte[]) key);
            }
            for (Object key : keys) {
                byte @Nullable [] value = connection.getBinaryBulkReply();
                if (value != null) {
                    values.put(text(key), value);
                }
            }
        } while (!cursor.equals("0"));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.ISO_8859_1);
    }

    int size() {
        return values.size();
    }

    /** How many keys the other has not, has with another value, or has besides. */
    int differing(Strings other) {
        int differing = 0;
        for (Map.Entry<String, byte[]> each : values.entrySet()) {
            byte[] there = other.values.get(each.getKey());
            if (there == null || !Arrays.equals(each.getValue(), there)) {
                differing++;
            }
        }
        for (String key : other.values.keySet()) {
            if (!values.containsKey(key)) {
                differing++;
            }
        }
        return differing;
    }
}
