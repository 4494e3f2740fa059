package io.github.dualwrite.listener.admin;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.engine.SecondaryStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The last minutes of every target, for plots. Safe for any thread. */
final class History {

    private final Map<String, Series> series = new LinkedHashMap<>(); // guarded by this
    private final LongSupplier nanoTime;
    private long lastAt;

    History(Engine engine, Traffic traffic, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        series.put(engine.primary().name(), new Series(traffic::commands, traffic.answers(), now));
        List<SecondaryStatus> secondaries = engine.status();
        for (int i = 0; i < secondaries.size(); i++) {
            int index = i;
            String name = secondaries.get(i).name();
            series.put(
                    name, new Series(() -> arrived(engine.status().get(index).account()), engine.latencies(name), now));
        }
    }

    private static long arrived(Account.Snapshot account) {
        return account.applied() + account.repaired();
    }

    /** To be called once a second, with the time in milliseconds since 1970. */
    synchronized void sample(long at) {
        lastAt =
                Math.max(lastAt + 1, at); // a clock that is set back must not hide samples from who asks for later ones
        long now = nanoTime.getAsLong();
        series.values().forEach(each -> each.sample(lastAt, now));
    }

    /** What came after the moment that an earlier answer gave as {@code next}; 0 for everything. */
    synchronized Answer after(long at, long now) {
        Map<String, List<Sample>> targets = new LinkedHashMap<>();
        series.forEach((name, samples) -> targets.put(name, samples.after(at)));
        return new Answer(now, lastAt, targets);
    }

    /** One answer: this machine's clock, what to ask for next, and the samples by target. */
    record Answer(long now, long next, Map<String, List<Sample>> targets) {}
}
