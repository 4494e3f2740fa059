package io.github.dualwrite.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports whose cluster bus port, 10,000 above, is free too. Random, so that builds side by side hardly ever choose the same one. */
final class Ports {

    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 22_000;
    private static final int BUS = 10_000;
    private static final int ATTEMPTS = 1_000;

    private static final Set<Integer> given = new HashSet<>();

    private Ports() {}

    static synchronized int next() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!given.contains(port) && isFree(port) && isFree(port + BUS)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
