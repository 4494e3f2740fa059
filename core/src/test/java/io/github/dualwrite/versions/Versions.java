package io.github.dualwrite.versions;

import io.github.dualwrite.testkit.ServerBinary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server of every version at hand for each of the two roles, so that every version meets every other and itself. */
public final class Versions implements AutoCloseable {

    private final List<Side> primaries = new ArrayList<>();
    private final List<Side> secondaries = new ArrayList<>();

    /** Starts them all. */
    public Versions() throws IOException {
        for (ServerBinary binary : ServerBinary.all()) {
            primaries.add(new Side("primary", binary));
            secondaries.add(new Side("secondary", binary));
        }
    }

    /** Two servers. */
    public record Pair(Side primary, Side secondary) {

        /** Removes every key of both. */
        public void empty() throws IOException {
            primary.empty();
            secondary.empty();
        }

        @Override
        public String toString() {
            return primary + " to " + secondary;
        }
    }

    /** Every ordered pair of versions. */
    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Side primary : primaries) {
            for (Side secondary : secondaries) {
                pairs.add(new Pair(primary, secondary));
            }
        }
        return pairs;
    }

    /** One server of every version. */
    public List<Side> primaries() {
        return List.copyOf(primaries);
    }

    @Override
    public void close() {
        primaries.forEach(Side::close);
        secondaries.forEach(Side::close);
    }
}
