package io.github.dualwrite.sync;

import io.github.dualwrite.journal.Inheritance;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The board as a few small keys on the secondary itself, all in one slot: two strings of 32 KiB with the counters, the lease, the members with a
 * sign of life each, and the identity of the primary the counters are about. It needs {@code BITFIELD}, {@code GET}, {@code SET}, {@code DEL},
 * {@code PEXPIRE}, {@code SADD}, {@code SREM} and {@code SMEMBERS} on these keys.
 */
final class SharedBoard implements SlotBoard, AutoCloseable {

    /** The secondary refuses a command that the board needs. */
    static final class NotAllowed extends IOException {

        private static final long serialVersionUID = 1L;

        NotAllowed(String message) {
            super(message);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(SharedBoard.class);

    private static final int COUNTER_BYTES = 2;
    private static final int BEATS = 6;
    private static final int LOOKS_WHILE_NEW = 60;
    private static final String ALIVE = "alive:";
    private static final String ASKED = "asked";
    private static final String DONE = "done";
    private static final String MEMBERS = "members";
    private static final String PRIMARY = "primary";

    private final ClusterView view;
    private final Links links;
    private final String prefix;
    private final int slot;
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
        this.links = view.links();
        this.prefix = prefix + "{slots}:";
        this.slot = Slots.of(bytes(this.prefix));
        this.primaryIds = primaryIds;
        this.presence = presence;
        this.nanoTime = nanoTime;
        this.id = self.text();
        this.inheritance = inheritance;
    }

    @Override
    public boolean isAway() {
        return view.isAway(slot);
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
        ask("SET", key(ALIVE + id), Long.toString(++beats), "PX", millis());
        boolean added = number(ask("SADD", key(MEMBERS), id)) == 1;
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
        for (String member : members(MEMBERS)) {
            if (member.equals(id) || inheritance.includes(member)) {
                continue;
            }
            if (ask("GET", key(ALIVE + member)) instanceof byte[] sign) {
                silentSince.remove(member);
                String before = firstSigns.putIfAbsent(member, text(sign));
                allAlive &= before != null && !before.equals(text(sign));
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
            ask("SREM", key(MEMBERS), member);
        }
    }

    @Override
    public boolean isWaiting() {
        return waiting;
    }

    @Override
    public void standFor() throws IOException {
        for (String member : members(MEMBERS)) {
            if (inheritance.includes(member)) {
                ask("SREM", key(MEMBERS), member);
                ask("DEL", key(ALIVE + member));
            }
        }
    }

    private void forgetAnotherPrimary() throws IOException {
        Set<String> known = members(PRIMARY);
        if (!known.isEmpty() && primaryIds.stream().noneMatch(known::contains)) {
            log.info("{}: what is known of its slots is about another primary, and is forgotten", view.name());
            ask("DEL", key(ASKED), key(DONE), key(MEMBERS), key(PRIMARY));
        }
        for (String primaryId : primaryIds) {
            ask("SADD", key(PRIMARY), primaryId);
        }
    }

    @Override
    public Counters read() throws IOException {
        return new Counters(counters(ASKED), counters(DONE));
    }

    private int[] counters(String name) throws IOException {
        int[] counters = new int[SlotMap.SLOTS];
        if (ask("GET", key(name)) instanceof byte[] bytes) {
            int known = Math.min(counters.length, bytes.length / COUNTER_BYTES);
            for (int i = 0; i < known; i++) {
                counters[i] = ((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF);
            }
        }
        return counters;
    }

    @Override
    public int[] ask(BitSet slots) throws IOException {
        int[] asks = new int[SlotMap.SLOTS];
        if (slots.isEmpty()) {
            return asks;
        }
        List<String> words = new ArrayList<>(List.of("BITFIELD", key(ASKED)));
        slots.stream().forEach(s -> words.addAll(List.of("INCRBY", "u16", "#" + s, "1")));
        List<?> replies = list(ask(words.toArray(new String[0])));
        int i = 0;
        for (int s = slots.nextSetBit(0); s >= 0; s = slots.nextSetBit(s + 1)) {
            asks[s] = (int) number(replies.get(i++));
        }
        return asks;
    }

    @Override
    public boolean lead() throws IOException {
        String lease = key("lease");
        if (ask("SET", lease, id, "NX", "PX", millis()) != null) {
            return true;
        }
        if (ask("GET", lease) instanceof byte[] holder && Arrays.equals(holder, bytes(id))) {
            ask("PEXPIRE", lease, millis());
            return true;
        }
        return false;
    }

    @Override
    public void done(BitSet slots, int[] asked) throws IOException {
        if (slots.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("BITFIELD", key(DONE)));
        slots.stream().forEach(s -> words.addAll(List.of("SET", "u16", "#" + s, Integer.toString(asked[s]))));
        ask(words.toArray(new String[0]));
    }

    @Override
    public boolean leave(boolean clean) {
        boolean told = false;
        try {
            if (clean && joined) {
                ask("SREM", key(MEMBERS), id);
                ask("DEL", key(ALIVE + id));
                told = true;
            }
            if (joined && ask("GET", key("lease")) instanceof byte[] holder && Arrays.equals(holder, bytes(id))) {
                ask("DEL", key("lease"));
            }
        } catch (IOException e) {
            log.info("{}: could not say that this process has ended: {}", view.name(), e.getMessage());
        }
        close();
        return told;
    }

    @Override
    public void close() {
        links.close();
    }

    private @Nullable Object ask(String... words) throws IOException {
        Node node = view.topology().map().owner(slot);
        NodeConnection connection = node == null ? null : links.to(node);
        if (node == null || connection == null) {
            throw new IOException(view.name() + ": no node answers for the slot of " + prefix);
        }
        Object reply;
        try {
            reply = connection.call(words);
        } catch (IOException e) {
            links.broke(node, e);
            throw e;
        }
        if (reply instanceof RespError error) {
            String message = view.name() + ": " + words[0] + " " + words[1] + " answered " + error.message();
            switch (error.code()) {
                case "NOPERM", "ERR" -> throw new NotAllowed(message);
                case "MOVED", "ASK" -> view.refreshSoon();
                default -> {}
            }
            throw new IOException(message);
        }
        return reply;
    }

    private Set<String> members(String name) throws IOException {
        Set<String> members = new HashSet<>();
        for (Object member : list(ask("SMEMBERS", key(name)))) {
            members.add(text((byte[]) member));
        }
        return members;
    }

    private List<?> list(@Nullable Object reply) throws IOException {
        if (reply instanceof List<?> list) {
            return list;
        }
        throw new IOException(view.name() + ": an unexpected reply about " + prefix);
    }

    private long number(@Nullable Object reply) throws IOException {
        if (reply instanceof Long number) {
            return number;
        }
        throw new IOException(view.name() + ": an unexpected reply about " + prefix);
    }

    private String key(String name) {
        return prefix + name;
    }

    private String millis() {
        return Long.toString(presence.toMillis());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
