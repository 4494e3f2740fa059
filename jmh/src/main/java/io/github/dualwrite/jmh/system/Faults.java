package io.github.dualwrite.jmh.system;

import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.TcpProxy;
import java.time.Duration;
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
    /** Its process is killed and comes back empty. */
    DEAD {
        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            node.kill();
        }

        @Override
        void end(LocalNode node, TcpProxy proxy) {
            node.restart();
        }
    },
    /** Every piece of bytes takes 50 ms, each way. */
    SLOW {
        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            proxy.latency(Duration.ofMillis(50));
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
    /** Connections break, and whoever makes a new one waits for seconds before it: for a token, say. */
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
    /** Connections break, and looking the secondary's name up takes seconds. */
    SLOW_NAMES {
        @Override
        boolean isPossible() {
            return NAMES_ARE_OURS;
        }

        @Override
        void begin(LocalNode node, TcpProxy proxy) {
            System.setProperty("dualwrite.names.millis", "5000");
            proxy.reset();
        }

        @Override
        void end(LocalNode node, TcpProxy proxy) {
            System.clearProperty("dualwrite.names.millis");
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

    /** A name service can be plugged in since JDK 18; ours is compiled with 21 and later. */
    private static final boolean NAMES_ARE_OURS =
            Faults.class.getResource("/META-INF/services/java.net.spi.InetAddressResolverProvider") != null;

    private static volatile boolean slow;

    boolean isPossible() {
        return true;
    }

    /** Where the secondary is found. */
    String endpoint(TcpProxy proxy) {
        return this == SLOW_NAMES ? "secondary.slow:" + proxy.port() : proxy.endpoint();
    }

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
