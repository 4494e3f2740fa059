package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.config.Endpoint;
import io.github.dualwrite.config.Target;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.verify.VerifyOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@code /actuator/dualwrite}: every cluster and how it is doing. Writing, which is off until {@code management.endpoint.dualwrite.access} is
 * {@code unrestricted}, starts a copy or a verification of one secondary.
 */
@org.springframework.boot.actuate.endpoint.annotation.Endpoint(id = "dualwrite", defaultAccess = Access.READ_ONLY)
public final class DualWriteEndpoint {

    private final DualWrite dualWrite;
    private final Verifications verifications;

    DualWriteEndpoint(DualWrite dualWrite, Verifications verifications) {
        this.dualWrite = dualWrite;
        this.verifications = verifications;
    }

    /** What to start. */
    public enum Action {
        /** Copying what the secondary never had, where its {@code sync} is {@code manual}. */
        BACKFILL,
        /** A comparison of every key. */
        VERIFY,
        /** The same, and a copy of every key that differs. */
        REPAIR
    }

    /** Every cluster. */
    @ReadOperation
    public Clusters clusters() {
        Target primary = dualWrite.config().primary();
        List<SecondaryView> secondaries = new ArrayList<>();
        List<SecondaryStatus> all = dualWrite.status();
        for (int i = 0; i < all.size(); i++) {
            secondaries.add(SecondaryView.of(
                    dualWrite.config().secondaries().get(i),
                    all.get(i),
                    dualWrite.unrepairable(all.get(i).name()),
                    verifications.last(all.get(i).name())));
        }
        return new Clusters(
                new Primary(
                        primary.name(),
                        primary.nodes().stream().map(Endpoint::toString).toList(),
                        dualWrite.engine().primary().trouble()),
                secondaries);
    }

    /** One secondary, or {@code null}, which answers 404. */
    @ReadOperation
    public @Nullable SecondaryView secondary(@Selector String name) {
        return clusters().secondaries().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * Starts something on one secondary, returns at once, and says how that secondary is doing. A name that is no secondary's answers 400: nothing to
     * return would be a success for Spring Boot, and an operator would believe that something began.
     */
    @WriteOperation
    public @Nullable SecondaryView start(@Selector String name, Action action) {
        if (secondary(name) == null) {
            List<String> names =
                    dualWrite.status().stream().map(SecondaryStatus::name).toList();
            throw new InvalidEndpointRequestException(
                    "secondary: " + name + " (expected: one of " + names + ")", "Expected one of " + names);
        }
        boolean started = switch (action) {
            case BACKFILL -> {
                dualWrite.startBackfill(name);
                yield true;
            }
            case VERIFY -> verifications.start(name, VerifyOptions.ofDefaults());
            case REPAIR -> verifications.start(name, VerifyOptions.ofDefaults().withFix());
        };
        if (!started) {
            throw new InvalidEndpointRequestException(
                    "a verification of " + name + " is under way", "A verification of this secondary is under way");
        }
        return secondary(name);
    }

    /**
     * Every cluster.
     *
     * @param primary the one that answers
     * @param secondaries the others, in the order of the configuration
     */
    public record Clusters(Primary primary, List<SecondaryView> secondaries) {}

    /**
     * The cluster that answers.
     *
     * @param name its name
     * @param nodes as configured
     * @param trouble why its nodes are not known, or {@code null}
     */
    public record Primary(
            String name, List<String> nodes, @Nullable String trouble) {}
}
