package io.github.dualwrite.engine;

import io.github.dualwrite.config.Problem;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Identities;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a secondary in only after its node ids were compared with those of every other target: writing the primary's writes to the primary again
 * would be worse than not writing. What answers at once is compared before the start returns; a secondary that is down is compared, and let in or
 * refused, when it answers. Until then its writes become dirty keys.
 */
final class Admission {

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);
    private static final long RETRY_NANOS = 500_000_000;

    private final ClusterView primary;
    private final Map<String, Set<String>> known = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Problem> problems = new CopyOnWriteArrayList<>();

    private Admission(ClusterView primary) {
        this.primary = primary;
    }

    /** Looks at all secondaries at the same time, for two seconds at most. Returns the secondaries that are no secondaries. */
    static List<Problem> admit(ClusterView primary, List<Secondary> secondaries) {
        Admission admission = new Admission(primary);
        CountDownLatch firstLooks = new CountDownLatch(secondaries.size());
        for (Secondary secondary : secondaries) {
            Thread thread = new Thread(
                    () -> admission.lookUntilKnown(secondary, firstLooks),
                    "dualwrite-admission-" + secondary.target().name());
            thread.setDaemon(true);
            thread.start();
        }
        try {
            firstLooks.await(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new ArrayList<>(admission.problems);
    }

    private void lookUntilKnown(Secondary secondary, CountDownLatch firstLook) {
        boolean told = false;
        while (!secondary.isClosed()) {
            try {
                look(secondary);
                firstLook.countDown();
                return;
            } catch (IOException e) {
                if (!told) {
                    told = true;
                    log.warn(
                            "{}: down at the start, its writes become dirty keys: {}",
                            secondary.target().name(),
                            e.getMessage());
                    secondary.view().unreachable(String.valueOf(e.getMessage()));
                }
                firstLook.countDown();
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
        firstLook.countDown();
    }

    private void look(Secondary secondary) throws IOException {
        String name = secondary.target().name();
        Set<String> ids = Identities.of(secondary.view());
        Set<String> primaryIds = known.get(primary.name());
        if (primaryIds == null) {
            primaryIds = Identities.of(primary);
            known.put(primary.name(), primaryIds);
        }
        synchronized (known) {
            for (Map.Entry<String, Set<String>> other : known.entrySet()) {
                Set<String> shared = new HashSet<>(other.getValue());
                shared.retainAll(ids);
                if (!shared.isEmpty()) {
                    Problem problem = new Problem(
                            name + ".nodes",
                            secondary.target().nodes().toString(),
                            "another cluster than " + other.getKey()
                                    + ": they share node ids, so they are one and the same");
                    problems.add(problem);
                    log.error("{}: refused, nothing is written to it: {}", name, problem);
                    secondary.view().unreachable(problem.toString());
                    return;
                }
            }
            known.put(name, ids);
        }
        secondary.admit();
    }
}
