package io.github.dualwrite.fleet;

/**
 * How the processes that write to one secondary hear each other.
 *
 * @param possible whether the secondary lets its users publish and subscribe
 * @param heard whether frames are heard on all primary nodes now; where they are not, writes are marked, and repairs wait
 * @param nodesHeard on how many primary nodes they are heard
 * @param framesTold frames published
 * @param hashesTold key hashes in them, 4 bytes each
 * @param framesAlone how many of the frames found no pipeline to travel with
 * @param framesHeard frames that came, own ones included
 * @param overlaps how often another process's operation overlapped one of this process; each cost a copy
 * @param open keys whose operations are not closed yet
 */
public record FleetStatus(
        boolean possible,
        boolean heard,
        int nodesHeard,
        long framesTold,
        long hashesTold,
        long framesAlone,
        long framesHeard,
        long overlaps,
        int open) {}
