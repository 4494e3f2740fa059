package io.github.dualwrite.sync;

import io.github.dualwrite.journal.Inheritance;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The board as a few small keys on the secondary itself, all in one slot: two strings of 32 KiB with the counters, the lease, the members with a
 * sign of life each, and the identity of the primary the counters are about. It needs {@code BITFIELD}, {@code GET}, {@code SET}, {@code DEL},
 * {@code PEXPIRE}, {@code SADD}, {@code SREM} and {@code SMEMBERS} on these keys.
 */
final class SharedBoard implements SlotBoard, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SharedBoard.class);

    private static final int BEATS = 6;
    private static final int LOOKS_WHILE_NEW = 60;
    private static final String ALIVE = "alive:";
    private static final String ASKED = "asked";
    private static final String DONE = "done";
    private static final String LEASE = "lease";
    private static final String MEMBERS = "members";
    private static final String PRIMARY = "primary";

    private final ClusterView view;
    private final BoardKeys keys;
    private final String id;
    private final Inheritance inheritance;
    private final Set<String> primaryIds;
    private final Duration presence;
    private final LongSupplier nanoTime;
    private final Map<String, String> firstSigns = new HashMap<>();
    private final Map<String, Long> silentSince = new HashMap<>();
    private Standing standing = Standing.NEW;
    private boolean joined;
    private boolean reached;
    private volatile boolean waiting;
    private long reachedSince;
    private long stoodAt;
    private long beats;

    /**
     * @param prefix what its keys start with
     * @param primaryIds who the primary is; counters about another one are forgotten
     * @param presence how long a process without a sign of life counts as alive, and a lease as held
     * @param self who this process is
     * @param inheritance whom it stands in for; they are not waited for
     */
    SharedBoard(
            ClusterView view,
            String prefix,
            Set<String> primaryIds,
            Duration presence,
            LongSupplier nanoTime,
            Member self,
            Inheritance inheritance) {
        this.view = view;
        this.keys = new BoardKeys(view, prefix);
        this.primaryIds = primaryIds;
        this.presence = presence;
        this.nanoTime = nanoTime;
        this.id = self.text();
        this.inheritance = inheritance;
    }

    @Override
    public boolean isAway() {
        return keys.isAway();
    }

    @Override
    public Standing stand() throws IOException {
        long now = nanoTime.getAsLong();
        long pause = presence.toNanos() / (standing == Standing.NEW ? LOOKS_WHILE_NEW : BEATS);
        if (joined && now - stoodAt < pause) {
            return standing;
        }
        try {
            boolean lost = beat();
            if (!reached) {
                reached = true;
                reachedSince = now;
            }
            stoodAt = now;
            Others others = others(now);
            boolean vanished = !others.vanished().isEmpty();
            if (vanished) {
                standInFor(others.vanished());
            }
            waiting = others.waitedFor() > 0;
            if (others.allAlive() || (vanished && !waiting)) {
                standing = Standing.MEMBER;
            }
            return lost || vanished ? Standing.DOUBT : standing;
        } catch (IOException e) {
            reached = false;
            silentSince.clear();
            throw e;
        }
    }

    /** Returns whether the board had forgotten this process: it was emptied, or the others gave us up. */
    private boolean beat() throws IOException {
        boolean known = joined;
        if (!joined) {
            forgetAnotherPrimary();
        }
        keys.ask("SET", keys.key(ALIVE + id), Long.toString(++beats), "PX", millis());
        boolean added = keys.number(keys.ask("SADD", keys.key(MEMBERS), id)) == 1;
        joined = true;
        return known && added;
    }

    /**
     * The other members.
     *
     * @param vanished those that have been without a sign of life for too long
     * @param waitedFor how many are without a sign of life, but may yet give one or be stood in for: while the secondary was away, the signs of all
     *     have run out; and who has a journal may come back with it
     * @param allAlive whether every one has given a sign of life since this process looked first
     */
    private record Others(List<String> vanished, int waitedFor, boolean allAlive) {}

    private Others others(long now) throws IOException {
        boolean allAlive = true;
        int waitedFor = 0;
        List<String> vanished = new ArrayList<>();
        for (String member : keys.members(MEMBERS)) {
            if (member.equals(id) || inheritance.includes(member)) {
                continue;
            }
            String sign = keys.text(ALIVE + member);
            if (sign != null) {
                silentSince.remove(member);
                String before = firstSigns.putIfAbsent(member, sign);
                allAlive &= before != null && !before.equals(sign);
            } else {
                allAlive = false;
                long silent = now - silentSince.computeIfAbsent(member, m -> now);
                if (now - reachedSince >= presence.toNanos()
                        && silent >= Member.restartWithin(member).toNanos()) {
                    vanished.add(member);
                } else {
                    waitedFor++;
                }
            }
        }
        return new Others(vanished, waitedFor, allAlive);
    }

    /** What the vanished had in doubt nobody knows, so all of it is asked for before they are forgotten. */
    private void standInFor(List<String> vanished) throws IOException {
        log.warn(
                "{}: {} process(es) ended without leaving clean; every slot is compared by copying",
                view.name(),
                vanished.size());
        view.events().bad(vanished.size() + " process(es) ended without leaving clean; every slot is compared");
        BitSet all = new BitSet();
        all.set(0, SlotMap.SLOTS);
        ask(all);
        for (String member : vanished) {
            keys.ask("SREM", keys.key(MEMBERS), member);
        }
    }

    @Override
    public boolean isWaiting() {
        return waiting;
    }

    @Override
    public void standFor() throws IOException {
        for (String member : keys.members(MEMBERS)) {
            if (inheritance.includes(member)) {
                keys.ask("SREM", keys.key(MEMBERS), member);
                keys.ask("DEL", keys.key(ALIVE + member));
            }
        }
    }

    private void forgetAnotherPrimary() throws IOException {
        Set<String> known = keys.members(PRIMARY);
        if (!known.isEmpty() && primaryIds.stream().noneMatch(known::contains)) {
            log.info("{}: what is known of its slots is about another primary, and is forgotten", view.name());
            keys.ask("DEL", keys.key(ASKED), keys.key(DONE), keys.key(MEMBERS), keys.key(PRIMARY));
        }
        for (String primaryId : primaryIds) {
            keys.ask("SADD", keys.key(PRIMARY), primaryId);
        }
    }

    @Override
    public Counters read() throws IOException {
        return new Counters(keys.counters(ASKED), keys.counters(DONE));
    }

    @Override
    public int[] ask(BitSet slots) throws IOException {
        int[] asks = new int[SlotMap.SLOTS];
        if (slots.isEmpty()) {
            return asks;
        }
        List<String> words = new ArrayList<>(List.of("BITFIELD", keys.key(ASKED)));
        slots.stream().forEach(s -> words.addAll(List.of("INCRBY", "u16", "#" + s, "1")));
        List<?> replies = keys.list(keys.ask(words.toArray(new String[0])));
        int i = 0;
        for (int s = slots.nextSetBit(0); s >= 0; s = slots.nextSetBit(s + 1)) {
            asks[s] = (int) keys.number(replies.get(i++));
        }
        return asks;
    }

    @Override
    public boolean lead() throws IOException {
        if (keys.ask("SET", keys.key(LEASE), id, "NX", "PX", millis()) != null) {
            return true;
        }
        boolean held = id.equals(keys.text(LEASE));
        if (held) {
            keys.ask("PEXPIRE", keys.key(LEASE), millis());
        }
        return held;
    }

    @Override
    public void done(BitSet slots, int[] asked) throws IOException {
        if (slots.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("BITFIELD", keys.key(DONE)));
        slots.stream().forEach(s -> words.addAll(List.of("SET", "u16", "#" + s, Integer.toString(asked[s]))));
        keys.ask(words.toArray(new String[0]));
    }

    @Override
    public boolean leave(boolean clean) {
        boolean told = false;
        try {
            if (clean && joined) {
                keys.ask("SREM", keys.key(MEMBERS), id);
                keys.ask("DEL", keys.key(ALIVE + id));
                told = true;
            }
            if (joined && id.equals(keys.text(LEASE))) {
                keys.ask("DEL", keys.key(LEASE));
            }
        } catch (IOException e) {
            log.info("{}: could not say that this process has ended: {}", view.name(), e.getMessage());
        }
        close();
        return told;
    }

    @Override
    public void close() {
        keys.close();
    }

    private String millis() {
        return Long.toString(presence.toMillis());
    }
}
