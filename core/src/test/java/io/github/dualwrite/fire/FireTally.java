package io.github.dualwrite.fire;

import io.github.dualwrite.convergence.Tally;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Counts what callers did; under fire, the servers' troubles are allowed, too. Safe for any thread. */
final class FireTally extends Tally {

    private static final List<String> TROUBLES = List.of(
            "MOVED",
            "ASK",
            "CLUSTERDOWN",
            "TRYAGAIN",
            "READONLY",
            "MASTERDOWN",
            "LOADING",
            "EXECABORT",
            "NOSCRIPT",
            "UNBLOCKED");

    /** Calls without an answer of the primary: it was down, or its connection broke. */
    final LongAdder unanswered = new LongAdder();

    @Override
    protected boolean isAllowed(JedisDataException e) {
        return super.isAllowed(e) || isTrouble(e);
    }

    @Override
    protected void noReply(IllegalStateException e) {
        unanswered.increment();
    }

    /** Counts what a call ended with; what is neither explained by data nor by trouble is thrown again. */
    void ended(JedisException e) {
        if (e instanceof JedisDataException data && !isTrouble(data)) {
            throw e;
        }
        unanswered.increment();
    }

    /** Jedis's pipeline closes with this when its connection broke in the middle: it looks for the connection that it has just dropped. */
    void ended(NullPointerException e) {
        if (!e.getStackTrace()[0].getClassName().equals("redis.clients.jedis.MultiNodePipelineBase")) {
            throw e;
        }
        unanswered.increment();
    }

    private static boolean isTrouble(JedisDataException e) {
        String message = String.valueOf(e.getMessage());
        return TROUBLES.stream().anyMatch(message::startsWith);
    }
}
