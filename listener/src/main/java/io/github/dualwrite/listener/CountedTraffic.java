package io.github.dualwrite.listener;

import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.listener.admin.Traffic;
import io.github.dualwrite.listener.client.Clients;

/** What has come in. Safe for any thread. */
final class CountedTraffic implements Traffic {

    private final Clients clients;
    private final Latencies answers = new Latencies();

    CountedTraffic(Clients clients) {
        this.clients = clients;
    }

    @Override
    public long commands() {
        return clients.commands();
    }

    @Override
    public int clients() {
        return clients.connected();
    }

    @Override
    public Latencies answers() {
        return answers;
    }
}
