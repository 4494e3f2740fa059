package io.github.dualwrite.listener.cli;

import io.github.dualwrite.listener.Listener;
import io.github.dualwrite.listener.admin.AdminServer;
import org.jspecify.annotations.Nullable;

/** What runs, and the order in which it ends: the panel says that it is not ready any more, clients are let go, the engine drains, the panel goes. */
record Service(Listener listener, @Nullable AdminServer admin, Reload reload) {

    void start() {
        reload.start();
        Hangup.each(reload::lookSoon);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "dualwrite-shutdown"));
    }

    private void stop() {
        reload.close();
        if (admin != null) {
            admin.closing();
        }
        listener.close();
        if (admin != null) {
            admin.close();
        }
    }
}
