package io.github.dualwrite.config;

/**
 * How writes reach a target while it is a secondary; without meaning for the primary.
 *
 * @param ack whether callers wait; default {@link Ack#ASYNC}
 * @param sync what is known of its data at the start; default {@link SyncMode#AUTO}
 * @param lanes threads and limits
 * @param bulkhead what may be in flight
 * @param retry back-off
 * @param pace of backfill
 * @param audit of recently written keys
 * @param fleet how processes hear of each other
 * @param recent keys to copy again when a server has forgotten them
 * @param messages whether it hears what is published; default {@link Messages#IGNORED}
 */
public record Replication(
        Ack ack,
        SyncMode sync,
        Lanes lanes,
        BulkheadLimits bulkhead,
        RetryPolicy retry,
        Pace pace,
        Audit audit,
        Fleet fleet,
        Recent recent,
        Messages messages) {

    /** The defaults of all parts. */
    public static Replication ofDefaults() {
        return new Replication(
                Ack.ASYNC,
                SyncMode.AUTO,
                Lanes.ofDefaults(),
                BulkheadLimits.ofDefaults(),
                RetryPolicy.ofDefaults(),
                Pace.ofDefaults(),
                Audit.ofDefaults(),
                Fleet.ofDefaults(),
                Recent.ofDefaults(),
                Messages.IGNORED);
    }

    /** The same with another {@code ack}. */
    public Replication withAck(Ack value) {
        return new Replication(value, sync, lanes, bulkhead, retry, pace, audit, fleet, recent, messages);
    }

    /** The same with another {@code sync}. */
    public Replication withSync(SyncMode value) {
        return new Replication(ack, value, lanes, bulkhead, retry, pace, audit, fleet, recent, messages);
    }

    /** The same with other lanes. */
    public Replication withLanes(Lanes value) {
        return new Replication(ack, sync, value, bulkhead, retry, pace, audit, fleet, recent, messages);
    }

    /** The same with another bulkhead. */
    public Replication withBulkhead(BulkheadLimits value) {
        return new Replication(ack, sync, lanes, value, retry, pace, audit, fleet, recent, messages);
    }

    /** The same with another back-off. */
    public Replication withRetry(RetryPolicy value) {
        return new Replication(ack, sync, lanes, bulkhead, value, pace, audit, fleet, recent, messages);
    }

    /** The same with another pace. */
    public Replication withPace(Pace value) {
        return new Replication(ack, sync, lanes, bulkhead, retry, value, audit, fleet, recent, messages);
    }

    /** The same with another audit. */
    public Replication withAudit(Audit value) {
        return new Replication(ack, sync, lanes, bulkhead, retry, pace, value, fleet, recent, messages);
    }

    /** The same with another way to hear of other processes. */
    public Replication withFleet(Fleet value) {
        return new Replication(ack, sync, lanes, bulkhead, retry, pace, audit, value, recent, messages);
    }

    /** The same with another memory for keys that were confirmed lately. */
    public Replication withRecent(Recent value) {
        return new Replication(ack, sync, lanes, bulkhead, retry, pace, audit, fleet, value, messages);
    }

    /** The same with another policy for messages. */
    public Replication withMessages(Messages value) {
        return new Replication(ack, sync, lanes, bulkhead, retry, pace, audit, fleet, recent, value);
    }

    void check(Checks checks) {
        lanes.check(checks.in("lanes"));
        bulkhead.check(checks.in("bulkhead"));
        retry.check(checks.in("retry"));
        pace.check(checks.in("pace"));
        audit.check(checks.in("audit"));
        fleet.check(checks.in("fleet"));
        recent.check(checks.in("recent"));
    }
}
