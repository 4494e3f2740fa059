package io.github.dualwrite.convergence;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import redis.clients.jedis.exceptions.JedisDataException;

/** What all callers did together, and the judge of their errors: only those that the data explain are allowed. Safe for any thread. */
final class Tally {

    final LongAdder operations = new LongAdder();
    final LongAdder dataErrors = new LongAdder();
    final LongAdder transactions = new LongAdder();
    final LongAdder pipelines = new LongAdder();
    final Set<String> commands = ConcurrentHashMap.newKeySet();

    void done(Op op) {
        operations.increment();
        commands.add(op.name());
    }

    /** Counts an error that the data explain; any other ends the test. */
    void allow(JedisDataException e, Object what) {
        String message = String.valueOf(e.getMessage());
        boolean ofData = e.getClass() == JedisDataException.class
                && !message.contains("unknown")
                && !message.contains("syntax")
                && !message.contains("number of arguments")
                && !message.startsWith("NOAUTH")
                && !message.startsWith("EXECABORT")
                && !message.startsWith("CROSSSLOT");
        if (!ofData) {
            throw new AssertionError(what + " failed", e);
        }
        dataErrors.increment();
    }
}
