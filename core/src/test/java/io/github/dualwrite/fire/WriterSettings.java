package io.github.dualwrite.fire;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a writing process needs to know, as the words of its command line.
 *
 * @param server the primary's program, which says what commands there are
 * @param primary the primary's nodes
 * @param sharded the nodes of the secondary that is a cluster
 * @param single the address of the secondary that is a single server
 * @param password what the single server wants of the user {@value Arena#USER} at first
 * @param seed what the callers draw follows from it
 * @param callers how many threads write
 * @param rate operations per second that all callers do together, 0 for as many as they can
 * @param journal the journal's directory, or {@code null} for none
 */
record WriterSettings(
        String server,
        List<String> primary,
        List<String> sharded,
        String single,
        String password,
        long seed,
        int callers,
        int rate,
        @Nullable String journal) {

    List<String> words() {
        Map<String, String> words = new TreeMap<>();
        words.put("server", server);
        words.put("primary", String.join(",", primary));
        words.put("sharded", String.join(",", sharded));
        words.put("single", single);
        words.put("password", password);
        words.put("seed", Long.toString(seed));
        words.put("callers", Integer.toString(callers));
        words.put("rate", Integer.toString(rate));
        if (journal != null) {
            words.put("journal", journal);
        }
        return words.entrySet().stream()
                .map(word -> word.getKey() + "=" + word.getValue())
                .toList();
    }

    static WriterSettings of(String... words) {
        Map<String, String> values = Pairs.of(List.of(words));
        return new WriterSettings(
                Pairs.get(values, "server"),
                List.of(Pairs.get(values, "primary").split(",")),
                List.of(Pairs.get(values, "sharded").split(",")),
                Pairs.get(values, "single"),
                Pairs.get(values, "password"),
                Long.parseLong(Pairs.get(values, "seed")),
                Integer.parseInt(Pairs.get(values, "callers")),
                Integer.parseInt(Pairs.get(values, "rate")),
                values.get("journal"));
    }
}
