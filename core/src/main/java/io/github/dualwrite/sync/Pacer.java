package io.github.dualwrite.sync;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps background copying gentle: so many keys and bytes a second, and less while the primary answers slower than it used to. One thread takes
 * keys; any thread may report bytes and latencies.
 */
public final class Pacer {

    private static final double NANOS = 1e9;
    private static final double SMOOTHING = 0.2;
    private static final double SLOW_FACTOR = 4.0;
    private static final long SLOW_FLOOR_NANOS = 2_000_000;
    private static final double SLOWEST = 1.0 / 64;

    private final double keysPerSecond;
    private final double bytesPerSecond;
    private final LongSupplier nanoTime;

    private long lastNanos;
    private double keyCredit;
    private double byteCredit;
    private final AtomicLong copied = new AtomicLong(); // since the last take; who copies never waits for who takes
    private double baseline;
    private double latency;
    private double brake = 1.0;

    /** @param nanoTime a monotonic clock */
    public Pacer(int keysPerSecond, long bytesPerSecond, LongSupplier nanoTime) {
        this.keysPerSecond = keysPerSecond;
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    /** The configured pace. */
    int keysPerSecond() {
        return (int) keysPerSecond;
    }

    /** Takes one key. Returns 0 if it may be copied now, or else how many nanoseconds to wait before asking again. */
    public synchronized long take() {
        long now = nanoTime.getAsLong();
        double seconds = (now - lastNanos) / NANOS;
        lastNanos = now;
        keyCredit = Math.min(keyCredit + seconds * keysPerSecond * brake, Math.max(1, keysPerSecond * brake / 10));
        byteCredit -= copied.getAndSet(0);
        byteCredit = Math.min(byteCredit + seconds * bytesPerSecond * brake, bytesPerSecond * brake / 10);
        if (keyCredit >= 1 && byteCredit >= 0) {
            keyCredit -= 1;
            return 0;
        }
        double forKeys = keyCredit >= 1 ? 0 : (1 - keyCredit) / (keysPerSecond * brake);
        double forBytes = byteCredit >= 0 ? 0 : -byteCredit / (bytesPerSecond * brake);
        return Math.max(1, (long) (Math.max(forKeys, forBytes) * NANOS));
    }

    /** So many bytes were copied; what is over the limit is waited for by the next {@link #take}. */
    public void copied(long bytes) {
        copied.addAndGet(bytes);
    }

    /** The primary took so long to answer a listing: slower than usual halves the pace, usual lets it grow again. */
    public synchronized void primaryLatency(long nanos) {
        latency = latency == 0 ? nanos : latency + SMOOTHING * (nanos - latency);
        baseline = baseline == 0 ? nanos : Math.min(baseline * 1.01, latency);
        if (latency > SLOW_FLOOR_NANOS && latency > SLOW_FACTOR * baseline) {
            brake = Math.max(SLOWEST, brake / 2);
        } else {
            brake = Math.min(1.0, brake * 1.25);
        }
    }

    /** The share of the configured pace that is used now, above 0 and at most 1. */
    public synchronized double brake() {
        return brake;
    }
}
