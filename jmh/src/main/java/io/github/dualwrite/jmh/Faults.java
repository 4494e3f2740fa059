package io.github.dualwrite.jmh;

import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.TcpProxy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What can be wrong with a secondary, and how it gets well again. */
enum Faults {
    FROZEN {
        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            node.freeze();
        }

        @Override
        void end(LocalNode node, TcpProxy proxy) {
            node.thaw();
        }
    },
    BLACK_HOLED {
        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            proxy.blackHole();
        }
    },
    REFUSING {
        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            proxy.refuse();
            proxy.reset();
        }
    },
    /** Connections break, and whoever makes a new one waits for seconds before it: for a token, as for a slow name service. */
    SLOW_TO_CONNECT {
        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            slow = true;
            proxy.reset();
        }

        @Override
        void end(LocalNode node, TcpProxy proxy) {
            slow = false;
        }
    },
    /** Frozen, with lanes so small that they are full at once. */
    FULL_LANE {
        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            node.freeze();
        }

        @Override
        void end(LocalNode node, TcpProxy proxy) {
            node.thaw();
        }
    };

    private static volatile boolean slow;

    /** Called before each connection to the secondary. */
    static void beforeConnecting() {
        if (slow) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        }
    }

    abstract void begin(LocalNode node, TcpProxy proxy);

    void end(LocalNode node, TcpProxy proxy) {
        proxy.pass();
    }
}
