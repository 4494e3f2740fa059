package io.github.dualwrite.verify;

import static io.github.dualwrite.verify.Comparer.MOVING;

import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Slots;
import io.github.dualwrite.sync.Pacer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Compares everything on one secondary with the primary: both sides are streamed, every key of either is compared, and what looks different is
 * looked at again, more closely at once and then in later rounds, because a key that is being written differs for a moment without being wrong. One
 * verification at a time; runs on the caller's thread.
 */
public final class Verifier {

    private static final int BATCH = 128;
    /** As many as 32 MiB hold; of a larger data set, the more of those that both sides have are looked at twice. */
    private static final int MOST_SEEN = 1 << 22;

    private static final int MOST_PASSES = 10;

    /** Of so few suspects each is looked at several times, for about as long as a lane trails. */
    private static final int FEW = 1_000;

    private static final int CHASES = 16;
    private static final int MOST_ROUNDS_OF_MOVING = 30;

    private final ClusterView primary;
    private final ClusterView secondary;
    private final Predicate<byte[]> excluded;
    private final Consumer<byte[]> mark;
    private final VerifyOptions options;
    private final Pacer pacer;
    private final Canary canary;

    private final Map<ByteBuffer, String> suspects = new LinkedHashMap<>();
    private final List<byte[]> unequal = new ArrayList<>(); // at the first look
    private long compared;

    /**
     * @param excluded keys that are no data
     * @param mark marks a key for a copy
     */
    public Verifier(
            ClusterView primary,
            ClusterView secondary,
            Predicate<byte[]> excluded,
            Consumer<byte[]> mark,
            VerifyOptions options) {
        this.primary = primary;
        this.secondary = secondary;
        this.excluded = excluded;
        this.mark = mark;
        this.options = options;
        this.pacer = new Pacer(options.keysPerSecond(), Long.MAX_VALUE, System::nanoTime);
        this.canary = new Canary(secondary);
    }

    /** Verifies; takes as long as reading everything at the configured pace does. Never throws for what a server answers: see the report. */
    public VerifyReport run() {
        List<String> problems = new ArrayList<>();
        long onPrimary = 0;
        long onSecondary = 0;
        boolean canaryFound = false;
        long tolerance = options.ttlTolerance().toMillis();
        try (FirstLook first = new FirstLook(primary, secondary, tolerance, unequal::add);
                Comparer comparer = new Comparer(primary, secondary, tolerance)) {
            canary.plant();
            MovedSlots movedPrimary = new MovedSlots(primary);
            MovedSlots movedSecondary = new MovedSlots(secondary);
            SeenKeys seen = new SeenKeys(MOST_SEEN);
            onPrimary = KeyScan.of(primary, excluded, keys -> {
                keys.forEach(seen::add);
                compare(first, comparer, keys);
            });
            onSecondary = KeyScan.of(secondary, key -> excluded.test(key) && !canary.isCanary(key), keys -> {
                keys.removeIf(seen::contains);
                compare(first, comparer, keys);
            });
            finish(first, comparer);
            lookAgain(comparer);
            for (int pass = 1; scanMoved(movedPrimary, movedSecondary, first, comparer); pass++) {
                lookAgain(comparer);
                if (pass == MOST_PASSES) {
                    problems.add("slots moved again and again: keys in them may not have been seen");
                    break;
                }
            }
            canaryFound = suspects.remove(ByteBuffer.wrap(canary.key())) != null;
            onSecondary -= canaryFound ? 1 : 0;
            long unanswered = suspects.values().stream().filter(MOVING::equals).count();
            if (unanswered > 0) {
                suspects.values().removeIf(MOVING::equals);
                problems.add(unanswered + " keys could not be compared: their slots are moving");
            }
            if (!canaryFound) {
                problems.add("the planted key was not found to be different: the two sides may be one cluster");
            }
        } catch (IOException e) {
            problems.add(String.valueOf(e.getMessage()));
        } finally {
            canary.remove();
            suspects.remove(ByteBuffer.wrap(canary.key()));
        }
        return report(onPrimary, onSecondary, canaryFound, problems);
    }

    private boolean hasRealSuspects() {
        return suspects.keySet().stream().anyMatch(key -> !canary.isCanary(key.array()));
    }

    private void compare(FirstLook first, Comparer comparer, List<byte[]> keys) throws IOException {
        for (byte[] key : keys) {
            pace();
            first.at(key);
        }
        compared += keys.size();
        lookCloser(comparer);
        options.progress().accept(new VerifyOptions.Progress(secondary.name(), compared, suspects.size()));
    }

    private void finish(FirstLook first, Comparer comparer) throws IOException {
        first.finish();
        lookCloser(comparer);
    }

    private void lookCloser(Comparer comparer) throws IOException {
        compare(comparer, unequal, 0);
        unequal.clear();
    }

    private void compare(Comparer comparer, List<byte[]> keys, int chases) throws IOException {
        for (int from = 0; from < keys.size(); from += BATCH) {
            suspects.putAll(comparer.differences(keys.subList(from, Math.min(keys.size(), from + BATCH)), chases));
        }
    }

    /** In rounds, more of them while slots move: that ends, and only then there is an answer. */
    private void lookAgain(Comparer comparer) throws IOException {
        for (int round = 1, moving = 0; round < options.rounds() && hasRealSuspects(); round++) {
            if (suspects.containsValue(MOVING) && moving++ < MOST_ROUNDS_OF_MOVING) {
                round--;
            }
            pause();
            again(comparer);
        }
    }

    /** The keys of slots that changed hands during a scan. Whether there were any. */
    private boolean scanMoved(MovedSlots onPrimary, MovedSlots onSecondary, FirstLook first, Comparer comparer)
            throws IOException {
        BitSet moved = onPrimary.next();
        moved.or(onSecondary.next());
        if (moved.isEmpty()) {
            return false;
        }
        for (ClusterView side : List.of(primary, secondary)) {
            KeyScan.of(
                    side,
                    key -> excluded.test(key) || canary.isCanary(key) || !moved.get(Slots.of(key)),
                    keys -> compare(first, comparer, keys));
        }
        finish(first, comparer);
        return true;
    }

    private void again(Comparer comparer) throws IOException {
        List<byte[]> keys = suspects.keySet().stream().map(ByteBuffer::array).toList();
        suspects.clear();
        compare(comparer, keys, keys.size() <= FEW ? CHASES : 0);
    }

    private void pace() {
        long wait;
        while ((wait = pacer.take()) > 0) {
            LockSupport.parkNanos(wait);
        }
    }

    private void pause() {
        long until = System.nanoTime() + options.pause().toNanos();
        while (System.nanoTime() - until < 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    private VerifyReport report(long onPrimary, long onSecondary, boolean canaryFound, List<String> problems) {
        long missing = 0;
        long extra = 0;
        long different = 0;
        List<VerifyReport.Difference> samples = new ArrayList<>();
        for (Map.Entry<ByteBuffer, String> suspect : suspects.entrySet()) {
            switch (suspect.getValue()) {
                case "only on the primary" -> missing++;
                case "only on the secondary" -> extra++;
                default -> different++;
            }
            if (samples.size() < options.samples()) {
                samples.add(new VerifyReport.Difference(suspect.getKey().array(), suspect.getValue()));
            }
            if (options.fix()) {
                mark.accept(suspect.getKey().array());
            }
        }
        return new VerifyReport(
                secondary.name(),
                onPrimary,
                onSecondary,
                missing,
                extra,
                different,
                List.copyOf(samples),
                canaryFound,
                List.copyOf(problems));
    }
}
