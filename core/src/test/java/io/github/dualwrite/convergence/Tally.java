package io.github.dualwrite.convergence;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import redis.clients.jedis.exceptions.JedisDataException;

/** What all callers did together, and the judge of their errors: only those that the data explain are allowed. Safe for any thread. */
public class Tally {

    public final LongAdder operations = new LongAdder();
    public final LongAdder dataErrors = new LongAdder();
    public final LongAdder transactions = new LongAdder();
    public final LongAdder pipelines = new LongAdder();
    public final Set<String> commands = ConcurrentHashMap.newKeySet();

    void done(Op op) {
        operations.increment();
        commands.add(op.name());
    }

    /** Counts an error that is allowed; any other ends the test. */
    final void allow(JedisDataException e, Object what) {
        if (!isAllowed(e)) {
            throw new AssertionError(what + " failed", e);
        }
        dataErrors.increment();
    }

    /** A command of a pipeline got no reply. Nothing breaks the primary's connections here. */
    protected void noReply(IllegalStateException e) {
        throw e;
    }

    /** Whether the data explain the error. */
    protected boolean isAllowed(JedisDataException e) {
        String message = String.valueOf(e.getMessage());
        return e.getClass() == JedisDataException.class
                && !message.contains("unknown")
                && !message.contains("syntax")
                && !message.contains("number of arguments")
                && !message.startsWith("NOAUTH")
                && !message.startsWith("EXECABORT")
                && !message.startsWith("CROSSSLOT");
    }
}
