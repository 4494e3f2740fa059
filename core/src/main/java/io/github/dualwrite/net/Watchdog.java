package io.github.dualwrite.net;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Closes sockets whose writer has been stuck for too long: the one way to end a blocking write. One thread for all connections. */
final class Watchdog {

    private static final long LOOK_NANOS = 50_000_000;

    private static final Watchdog INSTANCE = new Watchdog();

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    private Watchdog() {
        Thread thread = new Thread(this::run, "dualwrite-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    static Watchdog instance() {
        return INSTANCE;
    }

    /** Watches one write from now on. */
    Watch watch(Socket socket, long timeoutNanos) {
        Watch watch = new Watch(socket, System.nanoTime() + timeoutNanos);
        watches.add(watch);
        return watch;
    }

    private void run() {
        while (true) {
            long now = System.nanoTime();
            for (Watch watch : watches) {
                if (now - watch.deadline >= 0) {
                    watch.bark();
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** One write under watch. */
    final class Watch {

        private final Socket socket;
        private final long deadline;
        private volatile boolean barked;

        private Watch(Socket socket, long deadline) {
            this.socket = socket;
            this.deadline = deadline;
        }

        boolean barked() {
            return barked;
        }

        void end() {
            watches.remove(this);
        }

        private void bark() {
            barked = true;
            watches.remove(this);
            try {
                socket.close();
            } catch (IOException e) {
                // closing is all that can be done; the writer fails or goes on by itself
            }
        }
    }
}
