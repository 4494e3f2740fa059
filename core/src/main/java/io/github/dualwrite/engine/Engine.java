package io.github.dualwrite.engine;

import io.github.dualwrite.account.Latencies;
import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.EffectKind;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.command.RefusedCommandException;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.effect.Effects;
import io.github.dualwrite.event.Event;
import io.github.dualwrite.forget.Witness;
import io.github.dualwrite.ghost.Ghosts;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.order.Key;
import io.github.dualwrite.order.SlotStates;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.verify.Verifier;
import io.github.dualwrite.verify.VerifyOptions;
import io.github.dualwrite.verify.VerifyReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: one per application, safe for any thread. Doors begin every command here before the primary can see it and complete it with the
 * primary's reply; what follows on the secondaries happens on the engine's own threads.
 */
public final class Engine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private final DualWriteConfig config;
    private final Catalogue catalogue;
    private final Effects effects;
    private final ClusterView primary;
    private final Ghosts ghosts;
    private final Witness witness;
    private final Secondary[] secondaries;
    private @Nullable List<Leftover> leftovers;
    private volatile boolean closed;
    private final boolean forwards;
    private final CrossSlots crossSlots;
    private final Streams streams = new Streams();

    Engine(
            DualWriteConfig config,
            Catalogue catalogue,
            Effects effects,
            ClusterView primary,
            Ghosts ghosts,
            Witness witness,
            List<Secondary> secondaries) {
        this.config = config;
        this.catalogue = catalogue;
        this.effects = effects;
        this.primary = primary;
        this.ghosts = ghosts;
        this.witness = witness;
        this.secondaries = secondaries.toArray(new Secondary[0]);
        this.forwards = secondaries.stream().anyMatch(Secondary::hearsMessages);
        this.crossSlots = CrossSlots.of(config, catalogue, secondaries);
    }

    /**
     * Begins a command; to be called before the primary can see it.
     *
     * @return {@link Write#NONE} for a command that writes nothing and is no message to forward
     * @throws io.github.dualwrite.command.RefusedCommandException if it would change data on the primary alone, also because the engine is closed; then
     *     it must not be sent
     */
    public Write begin(Command command) {
        return begin(resolve(command));
    }

    /** As {@link #begin(Command)}, for a door that has looked at the command itself. */
    public Write begin(Invocation invocation) {
        return begin(invocation, 0);
    }

    /**
     * As {@link #begin(Invocation)}, for a door that sends the writes of many callers over one connection: it sends them in the order in which it
     * begins them, and completes each with its reply in that order, so that they do not count as overlapping each other, however hot a key is.
     *
     * @param stream the number that {@link #openStream} gave for that connection, or 0
     */
    public Write begin(Invocation invocation, int stream) {
        crossSlots.look(invocation);
        if (invocation.access() == Access.WRITE) {
            refuseIfClosed(invocation);
            return new SingleWrite(this, invocation, stream);
        }
        return invocation.effect() == EffectKind.CHANNEL && forwards ? new Message(this, invocation) : Write.NONE;
    }

    private void refuseIfClosed(Invocation invocation) {
        if (closed) {
            throw new RefusedCommandException("command " + invocation.command().name()
                    + ": refused, since nothing is mirrored any more (expected: before DualWrite is closed)");
        }
    }

    /** A number for one connection's order, or 0 if there are no more; its writes then overlap each other like those of any callers. */
    public int openStream() {
        return streams.open();
    }

    /** The connection has ended and every write of it was completed in one way or another. */
    public void closeStream(int stream) {
        streams.close(stream);
    }

    /** Every key that a command names; understands what {@link #resolve} understands, on the caller's thread. */
    public List<byte[]> keys(Command command) {
        return catalogue.keys(command);
    }

    /**
     * Begins a {@code MULTI}/{@code EXEC} block that reaches every secondary as one unit; to be called before {@code EXEC} is sent.
     *
     * @throws io.github.dualwrite.command.RefusedCommandException as {@link #begin(Command)} does
     */
    public Write beginTransaction(List<Invocation> invocations) {
        crossSlots.look(invocations);
        invocations.stream().filter(each -> each.access() == Access.WRITE).forEach(this::refuseIfClosed);
        return new TransactionWrite(this, invocations);
    }

    /**
     * Understands a command. One that is not in the table is looked up at the primary, once, on the caller's thread.
     *
     * @throws io.github.dualwrite.command.RefusedCommandException as {@link #begin(Command)} does
     */
    public Invocation resolve(Command command) {
        return catalogue.resolve(command);
    }

    /** Understands commands by the table alone, for doors that must not wait; what it refuses must not be sent. */
    public Catalogue catalogue() {
        return Catalogue.builtIn();
    }

    Effects effects() {
        return effects;
    }

    /** As {@link Witness#era} of the primary. */
    int era() {
        return witness.era();
    }

    Secondary[] secondaries() {
        return secondaries;
    }

    /** The primary's nodes and slots. */
    public ClusterView primary() {
        return primary;
    }

    /** How every secondary is doing, in the order of the configuration. */
    public List<SecondaryStatus> status() {
        List<SecondaryStatus> all = new ArrayList<>();
        for (Secondary secondary : secondaries) {
            all.add(secondary.status());
        }
        return all;
    }

    /** What is known of each of a secondary's slots, by slot number. */
    public SlotStates.State[] slotStates(String secondary) {
        return find(secondary).slotStates();
    }

    /** How long a secondary's effects took from when they were queued until they were confirmed. */
    public Latencies latencies(String secondary) {
        return find(secondary).latencies();
    }

    /** The last changes of state of all targets, the primary's included, oldest first. */
    public List<Event> events() {
        List<Event> all = new ArrayList<>(primary.events().recent());
        for (Secondary secondary : secondaries) {
            all.addAll(secondary.view().events().recent());
        }
        all.sort(Comparator.comparing(Event::at));
        return all;
    }

    /** Starts copying slots that were never copied, where {@code sync} is {@code manual}. */
    public void startBackfill(String secondary) {
        find(secondary).startBackfill();
    }

    /** Marks a key for a copy to one secondary. */
    public void mark(String secondary, byte[] key) {
        find(secondary).mark(new Key(key));
    }

    /**
     * The keys of a secondary that could not be copied, and why; a moment's impression, in no order.
     *
     * @param most how many at most: there may be as many as there is room for dirty keys
     */
    public List<UnrepairableKey> unrepairable(String secondary, int most) {
        return find(secondary).unrepairable(most);
    }

    /** Compares everything on one secondary with the primary; on the caller's thread, for as long as it takes. */
    public VerifyReport verify(String secondary, VerifyOptions options) {
        Secondary found = find(secondary);
        return new Verifier(primary, found.view(), OwnKeys::isOwn, key -> found.mark(new Key(key)), options).run();
    }

    /** A secondary's nodes and slots. */
    public ClusterView secondary(String name) {
        return find(name).view();
    }

    private Secondary find(String name) {
        for (Secondary secondary : secondaries) {
            if (secondary.target().name().equals(name)) {
                return secondary;
            }
        }
        throw new IllegalArgumentException("secondary: " + name + " (expected: one of "
                + config.secondaries().stream().map(t -> t.name()).toList() + ")");
    }

    /**
     * Waits until every queued effect is confirmed and every dirty key is copied.
     *
     * @return whether that is so; otherwise the time was over
     */
    public boolean drain(Duration timeout) {
        return await(timeout, Secondary::isSettled);
    }

    /**
     * Drains within the configured time, then stops, and logs what was left. Writes begun later are refused; those in flight count as in doubt. Later
     * calls return the same.
     *
     * @return what is left, per secondary in the order of the configuration
     */
    public synchronized List<Leftover> shutdown() {
        if (leftovers == null) {
            boolean drained = await(config.shutdown().drainTimeout(), Secondary::comesToRest);
            closed = true;
            List<Leftover> left = new ArrayList<>();
            for (Secondary secondary : secondaries) {
                Leftover leftover = secondary.shutdown();
                left.add(leftover);
                if (!drained && !leftover.nothing()) {
                    log.warn("closed after waiting {}: {}", config.shutdown().drainTimeout(), leftover);
                }
            }
            ghosts.close();
            primary.close();
            leftovers = List.copyOf(left);
        }
        return leftovers;
    }

    private boolean await(Duration timeout, Predicate<Secondary> condition) {
        return Await.until(timeout, () -> Arrays.stream(secondaries).allMatch(condition));
    }

    /** As {@link #shutdown}. */
    @Override
    public void close() {
        shutdown();
    }
}
