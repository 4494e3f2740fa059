package io.github.dualwrite.jmh.floor;

import io.github.dualwrite.net.Slots;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/** One client. {@code GET} and {@code SET} are forwarded, the latter to the mirrors as well; anything else is answered with {@code OK}. */
final class ClientSide extends Side {

    private static final byte[] OK = "+OK\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Cluster primary;
    private final List<Mirrors> mirrors;
    private final ArrayDeque<Answer> waiting = new ArrayDeque<>();

    ClientSide(Turn turn, Cluster primary, List<Mirrors> mirrors) {
        super(turn);
        this.primary = primary;
        this.mirrors = mirrors;
    }

    @Override
    int frame(byte[] bytes, int from, int to) {
        int at = Frames.endOfLine(bytes, from, to);
        int words = at < 0 ? 0 : Frames.number(bytes, from, at);
        int name = 0;
        int key = 0;
        int keyEnd = 0;
        for (int word = 0; word < words; word++) {
            int end = Frames.end(bytes, at, to);
            if (end < 0) {
                return -1;
            }
            int start = Frames.endOfLine(bytes, at, to);
            name = word == 0 ? start : name;
            key = word == 1 ? start : key;
            keyEnd = word == 1 ? end - 2 : keyEnd;
            at = end;
        }
        if (at > 0) {
            take(bytes, from, at, name, key, keyEnd);
        }
        return at;
    }

    private void take(byte[] bytes, int from, int to, int name, int key, int keyEnd) {
        Answer answer = new Answer(this);
        waiting.add(answer);
        boolean set = is(bytes, name, "SET\r");
        if (!set && !is(bytes, name, "GET\r")) {
            answer(answer, OK, 0, OK.length);
            return;
        }
        int slot = Slots.of(bytes, key, keyEnd);
        turn.primaries[primary.owner(slot)].forward(answer, bytes, from, to);
        if (set) {
            for (Mirrors mirror : mirrors) {
                mirror.take(slot, bytes, from, to);
            }
        }
    }

    private static boolean is(byte[] bytes, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void answer(Answer answer, byte[] bytes, int from, int to) {
        if (waiting.peek() != answer) {
            answer.early = Arrays.copyOfRange(bytes, from, to);
            return;
        }
        waiting.remove();
        write(bytes, from, to);
        for (Answer next = waiting.peek(); next != null && next.early != null; next = waiting.peek()) {
            waiting.remove();
            write(next.early, 0, next.early.length);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
