package io.github.dualwrite.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, for Java, YAML and Spring alike. Immutable; made without checks, so that {@link #validate} can tell everything that
 * is wrong at once.
 *
 * @param primary the target that answers the application
 * @param secondaries the targets that receive every write besides
 * @param shutdown how closing drains
 * @param journal where slots in doubt are remembered
 */
public record DualWriteConfig(Target primary, List<Target> secondaries, Shutdown shutdown, Journal journal) {

    /** Copies the list. */
    public DualWriteConfig {
        secondaries = List.copyOf(secondaries);
    }

    /** A builder without targets. */
    public static Builder builder() {
        return new Builder(null, List.of(), Shutdown.ofDefaults(), Journal.none());
    }

    /** Everything that is wrong, each with its setting; empty if nothing is. */
    public List<Problem> validate() {
        Checks checks = new Checks();
        checks.require(!secondaries.isEmpty(), "secondaries", "none", "at least one secondary");
        List<Target> targets = new ArrayList<>(List.of(primary));
        targets.addAll(secondaries);
        Set<String> names = new LinkedHashSet<>();
        Map<Endpoint, String> nodes = new HashMap<>();
        for (Target target : targets) {
            target.check(checks.in(target.name().isEmpty() ? "clusters" : target.name()));
            checks.require(names.add(target.name()), "name", target.name(), "a name that no other target has");
            for (Endpoint node : target.nodes()) {
                String other = nodes.putIfAbsent(node, target.name());
                if (other != null && !other.equals(target.name())) {
                    checks.in(target.name())
                            .require(
                                    false,
                                    "nodes",
                                    node,
                                    "nodes that are not those of " + other
                                            + ": two targets must not be the same cluster");
                }
            }
        }
        checks.require(
                primary.replication().ack() == Ack.ASYNC,
                "primary.ack",
                primary.replication().ack(),
                "no ack setting on the primary: its own reply is always awaited");
        shutdown.check(checks.in("shutdown"));
        journal.check(checks.in("journal"));
        return List.copyOf(checks.problems());
    }

    /**
     * This configuration, if nothing is wrong with it.
     *
     * @throws ConfigException with every problem otherwise
     */
    public DualWriteConfig requireValid() {
        List<Problem> problems = validate();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return this;
    }

    /** Collects targets; immutable, every method returns another builder. */
    public record Builder(
            @Nullable Target primaryTarget, List<Target> secondaries, Shutdown shutdown, Journal journal) {

        /** The target that answers. */
        public Builder primary(Target target) {
            return new Builder(target, secondaries, shutdown, journal);
        }

        /** One more target that receives every write. */
        public Builder secondary(Target target) {
            List<Target> more = new ArrayList<>(secondaries);
            more.add(target);
            return new Builder(primaryTarget, List.copyOf(more), shutdown, journal);
        }

        /** How closing drains. */
        public Builder shutdown(Shutdown value) {
            return new Builder(primaryTarget, secondaries, value, journal);
        }

        /** Where slots in doubt are remembered. */
        public Builder journal(Journal value) {
            return new Builder(primaryTarget, secondaries, shutdown, value);
        }

        /**
         * The configuration, not validated yet.
         *
         * @throws ConfigException if there is no primary
         */
        public DualWriteConfig build() {
            if (primaryTarget == null) {
                throw new ConfigException(List.of(new Problem("primary", "none", "the target that answers reads")));
            }
            return new DualWriteConfig(primaryTarget, secondaries, shutdown, journal);
        }
    }
}
