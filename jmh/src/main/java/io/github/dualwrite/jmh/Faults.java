package io.github.dualwrite.jmh;

import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.TcpProxy;

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

    abstract void begin(LocalNode node, TcpProxy proxy);

    void end(LocalNode node, TcpProxy proxy) {
        proxy.pass();
    }
}
