package io.github.dualwrite.lane;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.forget.RecentKeys;
import io.github.dualwrite.ghost.HeldKeys;
import io.github.dualwrite.net.ConnectionId;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.order.DirtyKeys;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.order.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dirty keys of one lane, copied by the lane's own thread a batch at a time. Any thread may {@link #add}; everything else belongs to the
 * lane's thread.
 */
final class KeyRepairs {

    private static final Logger log = LoggerFactory.getLogger(KeyRepairs.class);

    /** While effects wait for the lane, too, and when none do. */
    private static final int FEW = 64;

    private static final int MANY = 1_024;
    private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MAX_DOUBLINGS = 8;

    /** A key that others change while it is copied by type may be refused for that alone: it is unrepairable only when it is again and again. */
    private static final int TRIES_BEFORE_NEVER = 7;

    /** What became of one copy. */
    enum Result {
        /** The copy is on the secondary. */
        COPIED,
        /** Not now: a redirect, a transient refusal, or a lost connection. */
        LATER,
        /** Not at all; the reason is with the item. */
        NEVER
    }

    /** One key on its way. */
    static final class Item {
        final Key key;
        final long version;
        final Ticket ticket;
        Result result = Result.LATER;
        String reason = "";
        /** The nodes of the secondary that it was sent to; the last has confirmed it. */
        List<Node> to = List.of();
        /** The broken connection that a copy may still come over. */
        @Nullable
        ConnectionId lost;

        /** The time to live that was copied, or -1. */
        long ttlMillis = -1;

        Item(Key key, long version, Ticket ticket) {
            this.key = key;
            this.version = version;
            this.ticket = ticket;
        }
    }

    private final WaitingKeys waiting;
    private final DirtyKeys dirty;
    private final KeyOrder order;
    private final HeldKeys held;
    private final RecentKeys recent;
    private final Account account;
    private final LaneSide primary;
    private final LaneSide secondary;
    private final StateCopy copy;
    private final Consumer<Key> onCopied;
    private final Teller teller;

    KeyRepairs(
            DirtyKeys dirty,
            KeyOrder order,
            HeldKeys held,
            RecentKeys recent,
            Account account,
            LaneSide primary,
            LaneSide secondary,
            StateCopy copy,
            Consumer<Key> onCopied,
            Teller teller) {
        this.dirty = dirty;
        this.order = order;
        this.held = held;
        this.recent = recent;
        this.account = account;
        this.waiting = new WaitingKeys(primary, secondary);
        this.primary = primary;
        this.secondary = secondary;
        this.copy = copy;
        this.onCopied = onCopied;
        this.teller = teller;
    }

    /** A key has become dirty. */
    void add(Key key) {
        waiting.add(key);
    }

    /**
     * Copies what may be copied now. Returns how many keys were tried.
     *
     * @param alone whether the lane has nothing else to do
     */
    int turn(long confirmed, boolean alone) {
        if (waiting.isEmpty()) {
            return 0;
        }
        waiting.look();
        List<Item> items = claim(confirmed, alone ? MANY : FEW);
        if (items.isEmpty()) {
            return 0;
        }
        try {
            copy.copy(items);
        } catch (RuntimeException e) {
            log.error("unexpected failure, what was being copied is copied again", e);
            giveUp(items);
        }
        for (Item item : items) {
            settle(item);
        }
        return items.size();
    }

    /** Nobody knows how far the copies got: connections that owe replies are of no more use. */
    private void giveUp(List<Item> items) {
        primary.links().close();
        secondary.links().close();
        for (Item item : items) {
            Node owner = secondary.owner(item.key.slot());
            if (item.result == Result.LATER && owner != null) {
                item.lost = ConnectionId.unknown(owner);
            }
        }
    }

    private List<Item> claim(long confirmed, int most) {
        List<Item> items = new ArrayList<>();
        List<Key> notYet = new ArrayList<>();
        for (int looked = 0; looked < 4 * most && items.size() < most; looked++) {
            Key key = waiting.poll();
            if (key == null) {
                break;
            }
            if (waiting.layApartIfAway(key)) {
                continue;
            }
            if (held.holds(key) || !order.mayRepair(key)) {
                notYet.add(key);
                continue;
            }
            long version = dirty.claim(key, confirmed);
            if (version > 0) {
                items.add(new Item(key, version, order.beginRepair(key)));
            } else if (version == 0) {
                notYet.add(key);
            }
        }
        waiting.addAll(notYet);
        return items;
    }

    private void settle(Item item) {
        switch (item.result) {
            case COPIED -> {
                account.keyCopied();
                recent.confirmed(item.key, recent.now());
                long mended = order.endRepair(item.ticket, item.key, item.version);
                if (mended >= 0) {
                    teller.closed(item.to, item.key);
                    account.repaired(mended);
                } else {
                    later(item.key);
                }
                onCopied.accept(item.key);
            }
            case LATER -> {
                ConnectionId lost = item.lost;
                if (lost != null) {
                    held.lostOnSecondary(lost, item.key);
                }
                order.endUnfinishedRepair(item.ticket);
                later(item.key);
            }
            case NEVER -> {
                order.endUnfinishedRepair(item.ticket);
                if (dirty.attempts(item.key) < TRIES_BEFORE_NEVER) {
                    later(item.key);
                } else if (dirty.unrepairable(item.key, item.version, item.reason)) {
                    onCopied.accept(item.key);
                } else {
                    later(item.key);
                }
            }
        }
    }

    /** A contested key is copied at a bounded, falling rate, and not in step with other lanes and processes. */
    private void later(Key key) {
        int attempts = dirty.attempts(key);
        long delay = FIRST_DELAY << Math.min(attempts, MAX_DOUBLINGS);
        dirty.delay(key, delay / 2 + ThreadLocalRandom.current().nextLong(delay));
        waiting.add(key);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
