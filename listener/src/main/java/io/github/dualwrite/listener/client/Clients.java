package io.github.dualwrite.listener.client;

import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.listener.config.Limits;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** All clients that are connected now. Safe for any thread. */
public final class Clients {

    private final Limits limits;
    private final Map<Long, Profile> connected = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final Latencies answers = new Latencies();

    /** Nobody yet. */
    public Clients(Limits limits) {
        this.limits = limits;
    }

    /** What they may take. */
    public Limits limits() {
        return limits;
    }

    /** One more, or {@code null} if there are too many. */
    @Nullable
    Profile enter(Channel channel) {
        if (count.incrementAndGet() > limits.maxClients()) {
            count.decrementAndGet();
            refused.increment();
            return null;
        }
        Profile profile = new Profile(numbers.incrementAndGet(), channel);
        connected.put(profile.id(), profile);
        return profile;
    }

    void leave(Profile profile) {
        if (connected.remove(profile.id()) != null) {
            count.decrementAndGet();
        }
    }

    void received(int requests) {
        commands.add(requests);
    }

    /** Those that are connected now, in the order in which they came. */
    public List<Profile> all() {
        List<Profile> all = new ArrayList<>(connected.values());
        all.sort(Comparator.comparingLong(Profile::id));
        return all;
    }

    /** How many are connected now. */
    public int connected() {
        return count.get();
    }

    /** How many have connected so far. */
    public long accepted() {
        return numbers.get();
    }

    /** How many were turned away because there were too many. */
    public long refused() {
        return refused.sum();
    }

    /** How many commands have come in so far. */
    public long commands() {
        return commands.sum();
    }

    /** How long replies took, of one request in {@link Client#TIMED}, from when each was understood until its reply was passed on. */
    public Latencies answers() {
        return answers;
    }

    /** Ends those that have been silent for too long. To be called once in a while. */
    public void closeIdle() {
        long most = limits.idleTimeout().toNanos();
        if (most > 0) {
            for (Profile profile : connected.values()) {
                if (profile.isIdleFor(most)) {
                    profile.kill();
                }
            }
        }
    }
}
