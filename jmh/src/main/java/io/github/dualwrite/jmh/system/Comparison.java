package io.github.dualwrite.jmh.system;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.JedisCluster;

/**
 * What the secondary has of a contender's keys, looked at from outside.
 *
 * @param keys how many keys there are on either side
 * @param differing how many of them differ in any way
 * @param lost elements of lists that only the primary has
 * @param reordered positions of lists, up to the shorter one's end, that hold something else
 */
record Comparison(int keys, int differing, long lost, long reordered) {

    static Comparison of(Servers servers, String[] names) {
        int keys = 0;
        int differing = 0;
        long lost = 0;
        long reordered = 0;
        try (JedisCluster primary = Servers.jedis(servers.primary());
                JedisCluster secondary = Servers.jedis(servers.secondary())) {
            for (String name : names) {
                Object here = read(primary, name);
                Object there = read(secondary, name);
                keys += here.equals("") && there.equals("") ? 0 : 1;
                differing += here.equals(there) ? 0 : 1;
                if (here instanceof List<?> ours && there instanceof List<?> theirs) {
                    Set<?> known = new HashSet<>(theirs);
                    lost += ours.stream()
                            .filter(element -> !known.contains(element))
                            .count();
                    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
                        reordered += ours.get(i).equals(theirs.get(i)) ? 0 : 1;
                    }
                }
            }
        }
        return new Comparison(keys, differing, lost, reordered);
    }

    private static Object read(JedisCluster jedis, String name) {
        return switch (jedis.type(name)) {
            case "string" -> jedis.get(name);
            case "hash" -> jedis.hgetAll(name);
            case "list" -> jedis.lrange(name, 0, -1);
            default -> "";
        };
    }
}
