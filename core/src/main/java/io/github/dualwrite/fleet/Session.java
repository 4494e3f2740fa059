package io.github.dualwrite.fleet;

import io.github.dualwrite.order.KnownEnds;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Frames heard on one node, from the moment a subscription stands until it breaks; and the lines that are told while it lasts. */
final class Session {

    private static final AtomicInteger LINES = new AtomicInteger();

    private final long process;
    private final OpenOperations operations;
    private final KnownEnds knownEnds;
    private final LongSupplier nanoTime;
    private final Map<Long, Line> lines = new ConcurrentHashMap<>();
    private final LongAdder framesHeard;
    private volatile boolean over;

    /**
     * @param process the upper bits of every sender of this process; the lower ones are 0
     * @param knownEnds told of others before their overlaps are looked for
     * @param framesHeard counts
     */
    Session(
            long process,
            OpenOperations operations,
            KnownEnds knownEnds,
            LongSupplier nanoTime,
            LongAdder framesHeard) {
        this.process = process;
        this.operations = operations;
        this.knownEnds = knownEnds;
        this.nanoTime = nanoTime;
        this.framesHeard = framesHeard;
    }

    /** A line for one lane. One that is made when the session is over is over, too. */
    Line line() {
        long number = LINES.incrementAndGet() & (1 << Frame.LINE_BITS) - 1;
        Line line = new Line(process | number, operations, nanoTime);
        lines.put(line.sender(), line);
        if (over) {
            line.end();
        }
        return line;
    }

    /**
     * From now on every frame that is told on the node is heard. Everything that is open may have missed one, in whichever slot: it may yet be
     * redirected to this node.
     */
    void begin() {
        knownEnds.strangers();
        operations.doubt(key -> true);
    }

    void heard(Frame frame) {
        framesHeard.increment();
        if (frame.isOfProcess(process)) {
            Line line = lines.get(frame.sender());
            if (line != null) { // otherwise it was told on another node
                line.heard(frame.number());
            }
        } else {
            knownEnds.strangers();
            operations.heardOther(frame.hashes());
        }
    }

    void end() {
        over = true;
        lines.values().forEach(Line::end);
    }
}
