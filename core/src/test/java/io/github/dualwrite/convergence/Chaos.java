package io.github.dualwrite.convergence;

import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.testkit.LocalNode;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Breaks and stalls the connections to the secondaries, again and again, until it is stopped; then everything works. */
final class Chaos {

    final LongAdder connectionsKilled = new LongAdder();
    final LongAdder resets = new LongAdder();
    final LongAdder stalls = new LongAdder();
    /** By secondary: how often it was seen with dirty slots. */
    final Map<String, LongAdder> dirtySlotsSeen = new ConcurrentHashMap<>();

    private final Fleet fleet;
    private final Random random;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "chaos");

    Chaos(Fleet fleet, long seed) {
        this.fleet = fleet;
        this.random = new Random(seed);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!ending.await(20 + random.nextInt(250), TimeUnit.MILLISECONDS)) {
                for (SecondaryStatus status : fleet.dualWrite.status()) {
                    if (status.dirtySlots() > 0) {
                        dirtySlotsSeen
                                .computeIfAbsent(status.name(), n -> new LongAdder())
                                .increment();
                    }
                }
                fault();
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void fault() throws InterruptedException {
        LocalNode node =
                fleet.sharded.nodes().get(random.nextInt(fleet.sharded.nodes().size()));
        switch (random.nextInt(6)) {
            case 0, 1 -> connectionsKilled.add(Long.parseLong(node.text("CLIENT", "KILL", "TYPE", "normal")));
            case 2, 3 -> {
                fleet.proxy.reset();
                resets.increment();
            }
            case 4 -> {
                node.command("CLIENT", "PAUSE", Integer.toString(50 + random.nextInt(400)), "WRITE");
                stalls.increment();
            }
            default -> {
                fleet.proxy.latency(Duration.ofMillis(1 + random.nextInt(40)));
                stalls.increment();
                ending.await(random.nextInt(300), TimeUnit.MILLISECONDS);
                fleet.proxy.pass();
            }
        }
    }

    /** From now on nothing breaks and nothing is held. */
    void stop() {
        ending.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fleet.proxy.pass();
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("the faults themselves failed", thrown);
        }
    }
}
