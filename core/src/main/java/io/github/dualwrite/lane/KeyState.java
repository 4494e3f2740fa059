package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import org.jspecify.annotations.Nullable;

/** What was read of one key, and where it went. */
final class KeyState {

    final Item item;

    @Nullable
    NodeConnection from;

    long ttl;
    long readAt;
    byte @Nullable [] payload;
    boolean known;
    boolean byFallback;
    boolean isLarge;

    /** The node that the primary named in an {@code ASK}. */
    @Nullable
    Node askPrimary;

    /** The node that the secondary named in one. */
    @Nullable
    Node askSecondary;

    @Nullable
    NodeConnection to;

    KeyState(Item item) {
        this.item = item;
    }
}
