package io.github.dualwrite.listener;

import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.listener.admin.Traffic;
import io.github.dualwrite.listener.client.Clients;

/** What the clients tell the panel. */
record CountedTraffic(Clients all) implements Traffic {

    @Override
    public long commands() {
        return all.commands();
    }

    @Override
    public int clients() {
        return all.connected();
    }

    @Override
    public Latencies answers() {
        return all.answers();
    }
}
