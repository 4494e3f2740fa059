package io.github.dualwrite.convergence;

import io.github.dualwrite.testkit.DataSet;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Compares whole clusters, with no code of the product. */
public final class Judge {

    private static final Duration TTL_TOLERANCE = Duration.ofMillis(1_500);
    private static final long LONG_MILLIS = 60_000;

    private Judge() {}

    /**
     * What was found.
     *
     * @param keys how many keys the primary has
     * @param differences a line per key that differs somewhere
     */
    public record Verdict(int keys, List<String> differences) {}

    /** Reads every key of every cluster. Only says something once writes pause and {@link #nothingExpiresSoon}. */
    public static Verdict compare(LocalCluster primary, List<LocalCluster> secondaries) {
        DataSet expected = DataSet.of(primary);
        List<String> differences = new ArrayList<>();
        for (LocalCluster secondary : secondaries) {
            expected.differences(DataSet.of(secondary), TTL_TOLERANCE)
                    .forEach(line -> differences.add(secondary.name() + ": " + line));
        }
        return new Verdict(expected.size(), differences);
    }

    /** Whether no key of the clusters ends within a minute, which would happen here a little earlier than there. */
    public static boolean nothingExpiresSoon(List<LocalCluster> clusters) {
        return clusters.stream().noneMatch(Judge::expiresSoon);
    }

    private static boolean expiresSoon(LocalCluster cluster) {
        for (LocalNode node : cluster.primaries()) {
            if (!node.text("EVAL", """
                    local n = 0
                    for _, key in ipairs(redis.call('keys', '*')) do
                        local ttl = redis.call('pttl', key)
                        if ttl >= 0 and ttl < %d and string.sub(key, 1, 10) ~= 'dualwrite:' then n = n + 1 end
                    end
                    return n""".formatted(LONG_MILLIS), "0").equals("0")) {
                return true;
            }
        }
        return false;
    }
}
