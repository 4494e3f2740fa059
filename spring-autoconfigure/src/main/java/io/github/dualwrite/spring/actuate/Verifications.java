package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.verify.VerifyOptions;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Runs verifications, one at a time on a thread of its own, since each takes as long as reading everything, and remembers the last of each secondary. */
final class Verifications implements AutoCloseable {

    private final DualWrite dualWrite;
    private final Clock clock;
    private final Map<String, Verification> last = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "dualwrite-verification");
        made.setDaemon(true);
        return made;
    });

    Verifications(DualWrite dualWrite, Clock clock) {
        this.dualWrite = dualWrite;
        this.clock = clock;
    }

    /** Begins one; false if one of this secondary is under way. */
    synchronized boolean start(String secondary, VerifyOptions options) {
        Verification before = last.get(secondary);
        if (before != null && before.finished() == null) {
            return false;
        }
        Verification running = Verification.running(clock.instant());
        last.put(secondary, running);
        thread.execute(() -> run(secondary, options, running));
        return true;
    }

    private void run(String secondary, VerifyOptions options, Verification running) {
        try {
            last.put(
                    secondary,
                    running.finished(clock.instant(), dualWrite.engine().verify(secondary, options)));
        } catch (RuntimeException | Error e) {
            last.put(secondary, running.failed(clock.instant(), e));
            throw e;
        }
    }

    /** The last one that was begun here, or {@code null}. */
    @Nullable
    Verification last(String secondary) {
        return last.get(secondary);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
