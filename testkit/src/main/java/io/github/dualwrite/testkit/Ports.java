package io.github.dualwrite.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports whose cluster bus port, 10,000 above, is free too. Random, so that builds side by side hardly ever choose the same one; the virtual
 * machines of one build have a range each, since a node that is restarted wants the port that it had.
 */
final class Ports {

    private static final int LOWEST = 11_000;
    private static final int HIGHEST = 21_000;
    private static final int RANGES = 4;
    private static final int BUS = 10_000;
    private static final int ATTEMPTS = 1_000;

    private static final Set<Integer> given = new HashSet<>();

    private Ports() {}

    static synchronized int next() {
        int fork = Integer.getInteger("surefire.forkNumber", 0);
        int width = fork == 0 ? HIGHEST - LOWEST : (HIGHEST - LOWEST) / RANGES;
        int lowest = fork == 0 ? LOWEST : LOWEST + fork % RANGES * width;
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(lowest, lowest + width);
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
