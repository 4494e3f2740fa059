package io.github.dualwrite.fleet;

/**
 * How the processes that write to one secondary hear each other.
 *
 * @param possible whether the secondary lets its users publish and subscribe
 * @param heard whether frames are heard now; while they are not, writes are marked, and repairs wait
 * @param framesTold frames published, signs of life included
 * @param hashesTold key hashes in them, 8 bytes each
 * @param framesHeard frames that came, own ones included
 * @param overlaps how often another process's operation overlapped one of this process; each cost a copy
 * @param open operations that are not closed yet, by key
 */
public record FleetStatus(
        boolean possible, boolean heard, long framesTold, long hashesTold, long framesHeard, long overlaps, int open) {}
