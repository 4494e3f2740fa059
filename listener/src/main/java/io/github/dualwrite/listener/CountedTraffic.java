package io.github.dualwrite.listener;

import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.listener.admin.Traffic;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What has come in. Safe for any thread. */
final class CountedTraffic implements Traffic {

    private final LongAdder commands = new LongAdder();
    private final AtomicInteger clients = new AtomicInteger();
    private final Latencies answers = new Latencies();

    void entered() {
        clients.incrementAndGet();
    }

    void left() {
        clients.decrementAndGet();
    }

    void received() {
        commands.increment();
    }

    @Override
    public long commands() {
        return commands.sum();
    }

    @Override
    public int clients() {
        return clients.get();
    }

    @Override
    public Latencies answers() {
        return answers;
    }
}
