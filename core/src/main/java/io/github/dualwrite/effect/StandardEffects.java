package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.RespError;
import org.jspecify.annotations.Nullable;

/** The effects of all kinds in the catalogue: one line a kind, the rules beside it in a class per family of commands. */
final class StandardEffects implements Effects {

    static final Effects INSTANCE = new StandardEffects();

    private StandardEffects() {}

    @Override
    public Effect of(Invocation invocation, @Nullable Object reply) {
        if (reply instanceof RespError) {
            return ofError(invocation, reply);
        }
        switch (invocation.effect()) {
            case NONE:
                return Effect.NOTHING;
            case REPLAY:
                return Make.replay(invocation, invocation.needsBase(), reply);
            case REPLAY_UNLESS_NONE:
                return Make.isNone(reply) ? Effect.NOTHING : Make.replay(invocation, invocation.needsBase(), reply);
            case REPAIR:
            case SCRIPT:
                return Make.repair(invocation);
            case SET:
                return Strings.set(invocation, reply);
            case SETNX:
                return Strings.setNx(invocation, reply);
            case GETSET:
                return Strings.getSet(invocation);
            case SETEX:
                return Strings.setEx(invocation, true);
            case PSETEX:
                return Strings.setEx(invocation, false);
            case MSETNX:
                return Strings.msetNx(invocation, reply);
            case MSETEX:
                return Strings.msetEx(invocation, reply);
            case DELETE_IF:
                return Strings.delete(invocation, reply);
            case EXPIRE:
                return KeyExpiry.relative(invocation, reply, true);
            case PEXPIRE:
                return KeyExpiry.relative(invocation, reply, false);
            case EXPIREAT:
                return KeyExpiry.absolute(invocation, reply);
            case GETEX:
                return KeyExpiry.getEx(invocation, reply);
            case RESTORE:
                return KeyExpiry.restore(invocation);
            case COPY:
                return Stores.copy(invocation, reply);
            case HEXPIRE:
                return HashFields.expire(invocation, reply, true);
            case HPEXPIRE:
                return HashFields.expire(invocation, reply, false);
            case HEXPIREAT:
                return HashFields.expireAt(invocation, reply);
            case HPERSIST:
                return HashFields.persist(invocation, reply);
            case HSETEX:
                return HashFields.setEx(invocation, reply);
            case HGETEX:
                return HashFields.getEx(invocation, reply);
            case HGETDEL:
                return HashFields.getDelete(invocation, reply);
            case SPOP:
                return Pops.set(invocation, reply);
            case ZPOP:
                return Pops.sorted(invocation, reply);
            case BZPOP:
                return Pops.blockingSorted(invocation, reply);
            case ZMPOP:
                return Pops.multiSorted(invocation, reply);
            case BLPOP:
                return Pops.blockingList(invocation, reply, Words.LPOP);
            case BRPOP:
                return Pops.blockingList(invocation, reply, Words.RPOP);
            case LMPOP:
                return Pops.multiList(invocation, reply, 1);
            case BLMPOP:
                return Pops.multiList(invocation, reply, 2);
            case BLMOVE:
                return Pops.blockingMove(invocation, reply, Words.LMOVE);
            case BRPOPLPUSH:
                return Pops.blockingMove(invocation, reply, Words.RPOPLPUSH);
            case ZADD:
                return Scores.add(invocation, reply);
            case ZINCRBY:
                return Scores.increment(invocation, reply);
            case STORE:
                return Stores.replay(invocation, reply);
            case ZSTORE:
                return Scores.combine(invocation, reply);
            case XADD:
                return Streams.add(invocation, reply);
            case XTRIM:
                return Streams.trim(invocation, reply);
            case XREADGROUP:
                return Streams.readGroup(invocation, reply);
            case XCLAIM:
                return Claims.claim(invocation, reply);
            case XAUTOCLAIM:
                return Claims.autoClaim(invocation, reply);
            case FLUSH:
                return Wide.flush(invocation);
            case EVERY_NODE:
                return Wide.everyNode(invocation, reply);
            case CHANNEL:
                return Wide.channel(invocation);
        }
        throw new AssertionError(invocation.effect());
    }

    /** An error means that nothing happened, unless the command may have been under way. */
    private static Effect ofError(Invocation invocation, Object reply) {
        switch (invocation.effect()) {
            case SCRIPT:
            case REPAIR:
                return Scripts.repair(invocation, reply);
            default:
                return Effect.NOTHING;
        }
    }
}
