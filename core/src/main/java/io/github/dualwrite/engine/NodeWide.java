package io.github.dualwrite.engine;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.effect.Step;
import io.github.dualwrite.ghost.HeldKeys;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Links;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.order.KeyOrder;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Effects that concern every primary node of a secondary rather than keys: emptying it, loading scripts and functions. On a thread of its own, in
 * the order of arrival, again and again until every node has answered.
 */
final class NodeWide implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeWide.class);

    private static final int MOST_WAITING = 10_000;
    private static final long RETRY_MILLIS = 500;
    private static final byte[] FLUSHALL = "FLUSHALL".getBytes(StandardCharsets.US_ASCII);

    private final ClusterView view;
    private final KeyOrder order;
    private final Account account;
    private final HeldKeys held;
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final Deque<Task> steps = new ArrayDeque<>(); // of the thread
    private final Refusals refusals = new Refusals(); // of the thread
    private final Set<String> loading = new HashSet<>(); // scripts that wait; of the thread
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService thread;

    NodeWide(ClusterView view, KeyOrder order, Account account, HeldKeys held) {
        this.view = view;
        this.order = order;
        this.account = account;
        this.held = held;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "dualwrite-wide-" + view.name());
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Empties the secondary soon. Correctness does not rest on it: everything is marked before and after, so every slot is copied again, and what
     * the flush removed too much or too little of is mended there. The flush only saves deleting key by key.
     */
    void flush() {
        order.markEverything();
        if (flushing.compareAndSet(false, true)) {
            Runnable release = order.holdEverything();
            submit(() -> {
                flushing.set(false);
                toEveryNode(new byte[][] {FLUSHALL});
                order.markEverything();
                release.run();
            });
        }
    }

    /** Sends a step to every primary node, until each has taken it. */
    void broadcast(Step step) {
        enqueue(step, true);
    }

    /**
     * Nobody knows whether the primary took the step. A script that is known here and not there does no harm, so loading it is sent and forgetting it
     * is not. What became of a library only the primary's nodes could tell, each for itself: it counts as refused until it is loaded or deleted again.
     */
    void unknown(Step step) {
        if (Refusals.isFunction(step)) {
            enqueue(step, false);
        } else if (Refusals.isLoadOfAScript(step)) {
            enqueue(step, true);
        }
    }

    private void enqueue(Step step, boolean known) {
        account.queued();
        boolean fits = waiting.incrementAndGet() <= MOST_WAITING;
        if (!fits) {
            account.error("BROADCASTFULL");
        }
        submit(() -> {
            if (!fits) {
                settle(step, Answer.REFUSED);
            } else if (known && Refusals.isLoadOfAScript(step) && !loading.add(Refusals.subject(step))) {
                settle(step, Answer.TAKEN); // with the one that waits
            } else {
                append(new Task(step, known));
            }
        });
    }

    private void append(Task task) {
        if (Refusals.endsAll(task.step())) {
            loading.clear(); // who loads a script from now on comes after the end of those before
        }
        steps.add(task);
        if (steps.size() == 1) {
            attempt();
        }
    }

    /** In order: a step that not every node has answered holds back those behind it, or an old library would replace a newer one. */
    private void attempt() {
        Task task;
        while ((task = steps.peek()) != null) {
            Answer answer = task.known() ? toEveryNode(task.step().words()) : Answer.REFUSED;
            if (answer == Answer.NONE) {
                account.retried();
                thread.schedule(this::attempt, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            steps.poll();
            if (!task.known()) {
                account.error("OUTCOMEUNKNOWN");
                log.warn(
                        "{}: nobody knows whether the primary took FUNCTION {}: no agreement until it is loaded or deleted again",
                        view.name(),
                        Refusals.word(task.step(), 1));
            }
            loading.remove(Refusals.subject(task.step()));
            settle(task.step(), answer);
        }
    }

    private void settle(Step step, Answer answer) {
        waiting.decrementAndGet();
        if (answer == Answer.TAKEN) {
            account.applied(1);
            account.overtaken(refusals.taken(step));
        } else {
            account.refused();
            refusals.refused(step);
        }
    }

    private void submit(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("{}: closed", view.name());
        }
    }

    /** The worst answer of all nodes. */
    private Answer toEveryNode(byte[][] words) {
        List<Node> nodes = view.topology().map().primaries();
        Answer all = nodes.isEmpty() ? Answer.NONE : Answer.TAKEN;
        try (Links links = view.links()) {
            for (Node node : nodes) {
                NodeConnection connection = links.to(node);
                Answer one = connection == null ? Answer.NONE : ask(connection, links, words);
                all = one.compareTo(all) > 0 ? one : all;
            }
        }
        return all;
    }

    private Answer ask(NodeConnection connection, Links links, byte[][] words) {
        try {
            if (!(connection.call(words) instanceof RespError error) || Refusals.isHarmless(error)) {
                return Answer.TAKEN;
            }
            account.error(error.code());
            if (Refusals.isTransient(error)) {
                return Answer.NONE;
            }
            log.warn("{}: {} answered {}", view.name(), connection.node(), error.message());
            return Answer.REFUSED;
        } catch (IOException e) {
            if (words[0] == FLUSHALL) {
                held.lostOnSecondary(connection.id());
            }
            links.broke(connection.node(), e);
            return Answer.NONE;
        }
    }

    /** @param known whether the primary took it */
    private record Task(Step step, boolean known) {}

    /** In the order of what must be done about it. */
    private enum Answer {
        TAKEN,
        REFUSED,
        NONE
    }

    static boolean isFlush(Step step) {
        String name = new String(step.words()[0], StandardCharsets.US_ASCII);
        return name.equalsIgnoreCase("FLUSHALL") || name.equalsIgnoreCase("FLUSHDB");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
