package io.github.dualwrite.listener.admin;

import io.github.dualwrite.account.Latencies;

/** What the panel asks of the data path. Called from one thread; must not wait. */
public interface Traffic {

    /** How many commands have come in so far. */
    long commands();

    /** How many clients are connected now. */
    int clients();

    /** How long the primary took to answer, from when a command was sent on. */
    Latencies answers();
}
