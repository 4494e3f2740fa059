package io.github.dualwrite.jmh.floor;

import java.util.ArrayDeque;

/** A loop's only connection to one node of the primary. */
final class PrimarySide extends Side {

    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();

    PrimarySide(Turn turn) {
        super(turn);
    }

    void forward(Answer answer, byte[] bytes, int from, int to) {
        waiting.add(answer);
        write(bytes, from, to);
    }

    @Override
    int frame(byte[] bytes, int from, int to) {
        int end = Frames.end(bytes, from, to);
        if (end > 0) {
            Answer first = waiting.remove();
            first.client.answer(first, bytes, from, end);
        }
        return end;
    }
}
