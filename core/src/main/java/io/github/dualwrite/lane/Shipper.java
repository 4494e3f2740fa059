package io.github.dualwrite.lane;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.effect.Effect;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.lane.Batch.State;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a batch to the nodes that own its slots, one pipeline per node, and compares every reply with the one expected. When it returns,
 * every effect is {@link State#APPLIED} or {@link State#DOUBTFUL}. Belongs to the lane's thread.
 *
 * <p>A redirected effect is sent again before anything behind it in its slot; if something behind it has already been applied, it is doubtful
 * instead, because sending it now would reorder. An effect without a reply is doubtful, never sent twice.
 */
final class Shipper {

    private static final int MAX_REDIRECTS = 5;

    /** Counted beside mismatches: a key that the effect builds on ends too soon, or had ended already. */
    private static final String EXPIRING = "EXPIRING";

    /** Counted beside the errors that servers answer. */
    private static final String TOO_LONG = "TOOLONG";

    private final LaneSide secondary;
    private final Retry retry;
    private final Account account;
    private final LongSupplier nanoTime;
    private final Lifetimes lifetimes;
    private final Teller teller;
    private final Pipelines pipelines;

    Shipper(
            LaneSide secondary,
            Retry retry,
            Account account,
            LongSupplier nanoTime,
            Lifetimes lifetimes,
            Teller teller) {
        this.secondary = secondary;
        this.retry = retry;
        this.account = account;
        this.nanoTime = nanoTime;
        this.lifetimes = lifetimes;
        this.teller = teller;
        this.pipelines = new Pipelines(secondary, teller);
    }

    /** An effect of the batch was applied and is accounted for: other processes are told where it was confirmed. */
    void closed(Batch batch, int i) {
        Pipeline pipeline = batch.pipeline(i);
        if (pipeline == null) {
            return;
        }
        if (batch.isAsPacked(i)) {
            pipeline.confirmed().add(Packed.hash(batch.packed(), batch.place(i)));
            return;
        }
        Node node = pipeline.connection().node();
        List<Node> redirectedBy = batch.redirectedBy(i);
        Effect effect = batch.effect(i);
        if (redirectedBy == null && effect.sources().isEmpty()) {
            teller.closed(node, batch.keys(i));
            return;
        }
        List<Node> nodes = redirectedBy == null ? new ArrayList<>() : redirectedBy;
        nodes.remove(node);
        nodes.add(node);
        teller.closed(nodes, batch.keys(i));
        teller.closed(nodes, Batch.sources(effect));
    }

    /** Tells what found no pipeline to travel with. */
    void tell() {
        pipelines.tell();
    }

    /** Whether something is left to tell. */
    boolean hasToTell() {
        return teller.isWaiting();
    }

    /** Sends the batch until nothing of it is worth sending again. */
    void ship(Batch batch) {
        if (round(batch)) {
            retry.executeSupplier(() -> round(batch)); // waits between rounds, and ends with the retry budget
        }
        long now = nanoTime.getAsLong();
        for (int i = 0; i < batch.size(); i++) {
            if (batch.state(i) == State.APPLIED) {
                account.latencies().record(now - batch.stamp(i));
            } else {
                batch.state(i, State.DOUBTFUL);
            }
        }
    }

    /** Sends what waits, follows redirects at once, and tells whether a transient refusal is left. */
    private boolean round(Batch batch) {
        int redirects = 0;
        boolean again;
        boolean redirected;
        do {
            send(batch);
            receive(batch);
            again = false;
            redirected = false;
            BitSet appliedLater = new BitSet();
            for (int i = batch.size() - 1; i >= 0; i--) {
                if (batch.state(i) == State.APPLIED) {
                    appliedLater.set(batch.slot(i));
                } else if (batch.state(i) == State.AGAIN) {
                    if (appliedLater.get(batch.slot(i))) {
                        batch.state(i, State.DOUBTFUL);
                    } else {
                        again = true;
                        redirected |= batch.redirect(i) != null;
                        account.retried();
                    }
                }
            }
        } while (redirected && ++redirects < MAX_REDIRECTS);
        return again;
    }

    private void send(Batch batch) {
        pipelines.begin();
        for (int i = 0; i < batch.size(); i++) {
            State state = batch.state(i);
            if (state != State.WAITING && state != State.AGAIN) {
                continue;
            }
            Node redirect = batch.redirect(i);
            Pipeline pipeline = redirect == null ? pipelines.toOwner(batch.slot(i)) : pipelines.to(redirect);
            if (pipeline == null) {
                batch.state(i, State.DOUBTFUL);
                continue;
            }
            NodeConnection connection = pipeline.connection();
            try {
                if (mayGoAsPacked(batch, i)) {
                    connection.sendEncoded(batch.packed(), Packed.command(batch.place(i)), batch.packedLength(i));
                    batch.sentTo(i, pipeline);
                } else {
                    send(batch, i, pipeline);
                }
            } catch (IOException e) {
                secondary.broke(connection, e);
                batch.noReply(i, connection);
            }
        }
        pipelines.flush();
    }

    private boolean mayGoAsPacked(Batch batch, int i) {
        if (batch.packedLength(i) == 0 || !batch.isUntroubled(i)) {
            return false;
        }
        byte[] packed = batch.packed();
        int place = batch.place(i);
        return lifetimes.isSafe(
                Packed.hash(packed, place), batch.slot(i), Packed.needsBase(packed, place), batch.stamp(i));
    }

    private void send(Batch batch, int i, Pipeline pipeline) throws IOException {
        NodeConnection connection = pipeline.connection();
        List<Step> steps = steps(batch, i);
        if (steps == null) {
            account.mismatch(EXPIRING);
            batch.state(i, State.DOUBTFUL);
            return;
        }
        // no word is longer than all that the effect holds
        if (batch.bytes(i) > connection.longestWord() && !takes(connection, steps)) {
            account.error(TOO_LONG);
            batch.state(i, State.DOUBTFUL);
            return;
        }
        if (batch.asking(i)) {
            connection.send(Words.ASKING);
        }
        write(connection, steps);
        batch.sentTo(i, pipeline, steps);
    }

    private @Nullable List<Step> steps(Batch batch, int i) {
        return lifetimes.guarded(batch.effect(i), batch.aged(i, nanoTime), batch.stamp(i));
    }

    /** A server ends the connection over which it is sent a longer word than it takes, and with it everything that is under way. */
    private static boolean takes(NodeConnection connection, List<Step> steps) {
        long longest = connection.longestWord();
        for (Step step : steps) {
            for (byte[] word : step.words()) {
                if (word.length > longest) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void write(NodeConnection connection, List<Step> steps) throws IOException {
        if (steps.size() == 1) {
            connection.send(steps.get(0).words());
            return;
        }
        connection.send(Words.MULTI);
        for (Step step : steps) {
            connection.send(step.words());
        }
        connection.send(Words.EXEC);
    }

    private void receive(Batch batch) {
        pipelines.receiveFrames();
        for (int i = 0; i < batch.size(); i++) {
            Pipeline pipeline = batch.state(i) == State.SENT ? batch.pipeline(i) : null;
            if (pipeline == null) {
                continue;
            }
            NodeConnection connection = pipeline.connection();
            if (connection.isBroken()) {
                batch.noReply(i, connection);
                account.error("NOREPLY");
                continue;
            }
            try {
                if (batch.asking(i)) {
                    connection.receive();
                }
                if (batch.isAsPacked(i) && answersAsPacked(batch, i, connection)) {
                    batch.state(i, State.APPLIED);
                } else {
                    judge(batch, i, connection);
                }
            } catch (IOException e) {
                secondary.broke(connection, e);
                batch.noReply(i, connection);
                account.error("NOREPLY");
            }
        }
    }

    private static boolean answersAsPacked(Batch batch, int i, NodeConnection connection) throws IOException {
        byte[] packed = batch.packed();
        int place = batch.place(i);
        int length = Packed.replyLength(packed, place);
        return length > 0 && connection.receives(packed, Packed.command(place) + batch.packedLength(i), length);
    }

    private void judge(Batch batch, int i, NodeConnection connection) throws IOException {
        List<Step> sent = batch.sent(i);
        List<Step> steps = sent == null ? batch.effect(i).steps() : sent;
        RespError error = null;
        boolean same;
        String mismatch = null;
        if (steps.size() == 1) {
            Object reply = connection.receive();
            error = reply instanceof RespError e ? e : null;
            same = error == null && steps.get(0).accepts(reply);
        } else {
            for (int queued = 0; queued <= steps.size(); queued++) {
                if (connection.receive() instanceof RespError e && error == null) {
                    error = e; // the one that explains the EXECABORT at the end
                }
            }
            Object reply = connection.receive();
            if (reply instanceof RespError e && error == null) {
                error = e;
            }
            same = error == null && areExpected(steps, reply);
            for (int s = 0; reply instanceof List<?> replies && s < Math.min(steps.size(), replies.size()); s++) {
                if (steps.get(s).expected() == Step.LASTING && !steps.get(s).accepts(replies.get(s))) {
                    mismatch = EXPIRING;
                }
            }
        }
        if (same) {
            batch.state(i, State.APPLIED);
        } else if (error == null) {
            account.mismatch(mismatch == null ? batch.effect(i).name() : mismatch);
            batch.state(i, State.DOUBTFUL);
        } else {
            refused(batch, i, error, connection.node());
        }
    }

    private static boolean areExpected(List<Step> steps, @Nullable Object reply) {
        if (!(reply instanceof List<?> replies) || replies.size() != steps.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).accepts(replies.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void refused(Batch batch, int i, RespError error, Node from) {
        account.error(error.code());
        if (Redirect.isMoved(error)) {
            secondary.isStale().run();
            batch.again(i, Redirect.target(error, from), false);
        } else if (Redirect.isAsk(error)) {
            batch.again(i, Redirect.target(error, from), true);
        } else if (Redirect.isTransient(error)) {
            secondary.isStale().run();
            batch.again(i, null, false);
        } else {
            batch.state(i, State.DOUBTFUL);
        }
    }
}
