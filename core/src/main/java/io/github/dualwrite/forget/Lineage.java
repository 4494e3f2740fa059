package io.github.dualwrite.forget;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one server said of its memory: which process it is, which history of writes it continues, and how far that goes.
 *
 * @param runId the process; empty where {@code INFO server} is forbidden
 * @param history {@code master_replid}: the same on a primary and its replicas; empty where it is not told
 * @param before {@code master_replid2}: the history that this one continued when it took over; empty if it never took over
 * @param offset how far the history goes, in bytes
 * @param isPrimary whether it takes writes
 * @param evicted {@code evicted_keys}: keys removed for want of memory since the process was started
 * @param at when it was said, by a monotonic clock in nanoseconds
 */
record Lineage(String runId, String history, String before, long offset, boolean isPrimary, long evicted, long at) {

    /** From the answers to {@code INFO replication} and {@code INFO stats}; what they do not say stays empty or 0. */
    static Lineage of(String runId, @Nullable Object replication, @Nullable Object stats, long at) {
        Map<String, String> fields = new HashMap<>();
        read(replication, fields);
        read(stats, fields);
        String before = fields.getOrDefault("master_replid2", "");
        return new Lineage(
                runId,
                fields.getOrDefault("master_replid", ""),
                before.chars().allMatch(c -> c == '0') ? "" : before,
                number(fields.get("master_repl_offset")),
                !"slave".equals(fields.get("role")),
                number(fields.get("evicted_keys")),
                at);
    }

    private static void read(@Nullable Object info, Map<String, String> fields) {
        if (info instanceof byte[] text) {
            for (String line : new String(text, StandardCharsets.UTF_8).split("\r?\n")) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).trim());
                }
            }
        }
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What a server that serves a slot now may have forgotten of what the one that served it before had confirmed. */
    enum Memory {
        /** Nothing. */
        WHOLE,
        /** The last of it: replication inside a cluster trails. */
        LATEST_LOST,
        /** Nobody can tell how much. */
        UNKNOWN
    }

    /**
     * @param earlier who served the slot when it was looked at before
     * @param sameNode whether it is the same address
     * @param earlierStillServes whether that process is still there as a primary, so that the slot was moved by choice, with its keys
     */
    Memory memoryOf(Lineage earlier, boolean sameNode, boolean earlierStillServes) {
        boolean named = !runId.isEmpty() && !earlier.runId.isEmpty();
        if (named ? runId.equals(earlier.runId) : sameNode) {
            return byHistory(earlier);
        }
        if (sameNode) {
            return Memory.UNKNOWN; // started again, from nothing or from whatever was saved
        }
        if (continues(earlier)) {
            return Memory.LATEST_LOST; // also while the other has not noticed yet
        }
        return earlierStillServes ? Memory.WHOLE : Memory.UNKNOWN;
    }

    /** The same process, so far as is known: has it taken another's data in between? */
    private Memory byHistory(Lineage earlier) {
        if (history.equals(earlier.history)) {
            return offset >= earlier.offset ? Memory.WHOLE : Memory.UNKNOWN;
        }
        if (continues(earlier)) {
            return Memory.LATEST_LOST;
        }
        // a primary that had no replica for long begins a new history, with all its data
        return before.isEmpty() && !runId.isEmpty() ? Memory.WHOLE : Memory.UNKNOWN;
    }

    private boolean continues(Lineage earlier) {
        return !earlier.history.isEmpty() && before.equals(earlier.history);
    }
}
