package io.github.dualwrite.command;

/** How the effect of a write is made from its words and the primary's reply; the makers live in the effect package. */
public enum EffectKind {
    NONE(Treatment.NONE, ReplyClass.NONE, "Nothing."),
    REPLAY(Treatment.REPLAYED, ReplyClass.SAME, "The same command."),
    REPLAY_UNLESS_NONE(
            Treatment.REPLAYED, ReplyClass.SAME, "The same command; nothing when the reply says that nothing changed."),
    REPAIR(Treatment.REPAIRED, ReplyClass.NONE, "The keys are copied from the primary."),
    SCRIPT(
            Treatment.REPAIRED,
            ReplyClass.NONE,
            "The declared keys are copied from the primary; without declared keys it is counted as excluded."),
    SET(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "A plain `SET` with the time that remains when it took place, otherwise nothing; a delta with `KEEPTTL`."),
    SETNX(Treatment.REWRITTEN, ReplyClass.KNOWN, "A plain `SET` when it took place, otherwise nothing."),
    GETSET(Treatment.REWRITTEN, ReplyClass.KNOWN, "A plain `SET`."),
    SETEX(Treatment.REWRITTEN, ReplyClass.KNOWN, "`SET` with the time that remains, in milliseconds."),
    PSETEX(Treatment.REWRITTEN, ReplyClass.KNOWN, "`SET` with the time that remains, in milliseconds."),
    MSETNX(Treatment.REWRITTEN, ReplyClass.KNOWN, "`MSET` when it took place, otherwise nothing."),
    MSETEX(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "A `SET` per key with the time that remains when it took place, otherwise nothing; a delta with `KEEPTTL`."),
    DELETE_IF(Treatment.REWRITTEN, ReplyClass.KNOWN, "`UNLINK` when the key was deleted, otherwise nothing."),
    EXPIRE(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`PEXPIRE` with the time that remains, or `UNLINK` when none does; nothing when the time was not set."),
    PEXPIRE(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`PEXPIRE` with the time that remains, or `UNLINK` when none does; nothing when the time was not set."),
    EXPIREAT(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "The same command without its condition when the time was set, otherwise nothing."),
    GETEX(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`PEXPIRE` with the time that remains, `PEXPIREAT` or `PERSIST`; nothing when there was no such key."),
    RESTORE(Treatment.REWRITTEN, ReplyClass.KNOWN, "`RESTORE ... REPLACE` with the time that remains."),
    COPY(
            Treatment.REPLAYED,
            ReplyClass.SAME,
            "The same command when it copied, otherwise nothing; the destination is copied from the primary where the source is dirty or other processes write, too."),
    HEXPIRE(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`HPEXPIRE` with the time that remains, for the fields whose time was set, and `HDEL` of those it deleted."),
    HPEXPIRE(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`HPEXPIRE` with the time that remains, for the fields whose time was set, and `HDEL` of those it deleted."),
    HEXPIREAT(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "The same command without its condition, for the fields whose time was set, and `HDEL` of those it deleted."),
    HPERSIST(Treatment.REWRITTEN, ReplyClass.KNOWN, "The same command for the fields whose time was removed."),
    HSETEX(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`HSETEX` without its condition and with the time that remains, or `HSET`; nothing when it did not take place."),
    HGETEX(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`HPEXPIRE` with the time that remains, `HPEXPIREAT` or `HPERSIST`, for the fields that exist."),
    HGETDEL(Treatment.REWRITTEN, ReplyClass.KNOWN, "`HDEL` of the fields that existed."),
    SPOP(Treatment.REWRITTEN, ReplyClass.KNOWN, "`SREM` of the members that were popped."),
    ZPOP(Treatment.REWRITTEN, ReplyClass.KNOWN, "`ZREM` of the members that were popped."),
    BZPOP(Treatment.REWRITTEN, ReplyClass.KNOWN, "`ZREM` of the member that was popped; nothing on a timeout."),
    ZMPOP(Treatment.REWRITTEN, ReplyClass.KNOWN, "`ZREM` of the members that were popped, on the key they came from."),
    BLPOP(Treatment.REWRITTEN, ReplyClass.KNOWN, "`LPOP` of the key that gave an element; nothing on a timeout."),
    BRPOP(Treatment.REWRITTEN, ReplyClass.KNOWN, "`RPOP` of the key that gave an element; nothing on a timeout."),
    LMPOP(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`LPOP` or `RPOP` of as many elements, on the key that gave them; nothing when none did."),
    BLMPOP(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`LPOP` or `RPOP` of as many elements, on the key that gave them; nothing on a timeout."),
    BLMOVE(Treatment.REWRITTEN, ReplyClass.SAME, "`LMOVE`; nothing on a timeout."),
    BRPOPLPUSH(Treatment.REWRITTEN, ReplyClass.SAME, "`RPOPLPUSH`; nothing on a timeout."),
    ZADD(
            Treatment.REPLAYED,
            ReplyClass.SAME,
            "The same command; with `INCR` a `ZINCRBY` when it took place, whose score is compared as a number."),
    ZINCRBY(Treatment.REPLAYED, ReplyClass.SAME, "The same command; the score is compared as a number."),
    STORE(
            Treatment.REPLAYED,
            ReplyClass.SAME,
            "The same command; the destination is copied from the primary where a source is dirty or other processes write, too."),
    RENAME(
            Treatment.REPLAYED,
            ReplyClass.SAME,
            "The same command when it took place, otherwise nothing; both keys are copied from the primary where the source is dirty or other processes write, too."),
    ZSTORE(
            Treatment.REPLAYED,
            ReplyClass.SAME,
            "The same command for one or two sources; the destination is copied for more, whose sums depend on an order that is left open, and where a source is dirty or other processes write, too."),
    XADD(
            Treatment.REWRITTEN,
            ReplyClass.SAME,
            "`XADD` with the id that came back; the key is copied after an approximate trimming (`~`)."),
    XTRIM(
            Treatment.REPLAYED,
            ReplyClass.SAME,
            "The same command; the key is copied after an approximate trimming (`~`)."),
    XREADGROUP(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`XREADGROUP` per stream for as many entries as were delivered; nothing when none were."),
    XCLAIM(
            Treatment.REWRITTEN,
            ReplyClass.SAME,
            "`XCLAIM` with no idle time asked for; the key is copied when not every entry was claimed."),
    XAUTOCLAIM(
            Treatment.REWRITTEN,
            ReplyClass.KNOWN,
            "`XCLAIM` of the entries that were claimed, and `XACK` of those found to be deleted."),
    FLUSH(
            Treatment.EVERY_NODE,
            ReplyClass.NO_ERROR,
            "`FLUSHALL` on every primary node, and every slot is compared by copying."),
    EVERY_NODE(
            Treatment.EVERY_NODE,
            ReplyClass.NO_ERROR,
            "The same command on every primary node; `FUNCTION LOAD` and `RESTORE` replace what is there."),
    CHANNEL(
            Treatment.NONE,
            ReplyClass.NONE,
            "A message, no data: published on a secondary, too, where its setting `messages` is `forwarded`.");

    private final Treatment treatment;
    private final ReplyClass replyClass;
    private final String description;

    EffectKind(Treatment treatment, ReplyClass replyClass, String description) {
        this.treatment = treatment;
        this.replyClass = replyClass;
        this.description = description;
    }

    /** What becomes of such a write, in one word. */
    public Treatment treatment() {
        return treatment;
    }

    /** What proves that it arrived. */
    public ReplyClass replyClass() {
        return replyClass;
    }

    /** What happens on secondaries, in one sentence for users. */
    public String description() {
        return description;
    }
}
