package io.github.dualwrite.spring;

import io.github.dualwrite.DualWrite;
import org.springframework.context.SmartLifecycle;

/**
 * Waits at shutdown for what is queued and dirty: after the web server has let its last requests finish (it stops in a later phase, hence earlier),
 * and before Spring Data's connections are closed in phase 0. What beans write after that, when they are destroyed, is waited for when Dualwrite
 * itself is closed, after all of them.
 */
final class DrainLifecycle implements SmartLifecycle {

    static final int PHASE = 1_024;

    private final DualWrite dualWrite;
    private volatile boolean running;

    DrainLifecycle(DualWrite dualWrite) {
        this.dualWrite = dualWrite;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        dualWrite.engine().drain(dualWrite.config().shutdown().drainTimeout());
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
