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
        return switch (invocation.effect()) {
            case NONE, CHANNEL -> Effect.NOTHING;
            case REPLAY -> Make.replay(invocation, invocation.needsBase(), reply);
            case REPLAY_UNLESS_NONE ->
                Make.isNone(reply) ? Effect.NOTHING : Make.replay(invocation, invocation.needsBase(), reply);
            case REPAIR, SCRIPT -> Make.repair(invocation);
            case SET -> Strings.set(invocation, reply);
            case SETNX -> Strings.setNx(invocation, reply);
            case GETSET -> Strings.getSet(invocation);
            case SETEX -> Strings.setEx(invocation, true);
            case PSETEX -> Strings.setEx(invocation, false);
            case MSETNX -> Strings.msetNx(invocation, reply);
            case MSETEX -> Strings.msetEx(invocation, reply);
            case DELETE_IF -> Strings.delete(invocation, reply);
            case EXPIRE -> KeyExpiry.relative(invocation, reply, true);
            case PEXPIRE -> KeyExpiry.relative(invocation, reply, false);
            case EXPIREAT -> KeyExpiry.absolute(invocation, reply);
            case GETEX -> KeyExpiry.getEx(invocation, reply);
            case RESTORE -> KeyExpiry.restore(invocation);
            case COPY -> Stores.copy(invocation, reply);
            case HEXPIRE -> HashFields.expire(invocation, reply, true);
            case HPEXPIRE -> HashFields.expire(invocation, reply, false);
            case HEXPIREAT -> HashFields.expireAt(invocation, reply);
            case HPERSIST -> HashFields.persist(invocation, reply);
            case HSETEX -> HashFields.setEx(invocation, reply);
            case HGETEX -> HashFields.getEx(invocation, reply);
            case HGETDEL -> HashFields.getDelete(invocation, reply);
            case SPOP -> Pops.set(invocation, reply);
            case ZPOP -> Pops.sorted(invocation, reply);
            case BZPOP -> Pops.blockingSorted(invocation, reply);
            case ZMPOP -> Pops.multiSorted(invocation, reply);
            case BLPOP -> Pops.blockingList(invocation, reply, Words.LPOP);
            case BRPOP -> Pops.blockingList(invocation, reply, Words.RPOP);
            case LMPOP -> Pops.multiList(invocation, reply, 1);
            case BLMPOP -> Pops.multiList(invocation, reply, 2);
            case BLMOVE -> Pops.blockingMove(invocation, reply, Words.LMOVE);
            case BRPOPLPUSH -> Pops.blockingMove(invocation, reply, Words.RPOPLPUSH);
            case ZADD -> Scores.add(invocation, reply);
            case ZINCRBY -> Scores.increment(invocation, reply);
            case STORE -> Stores.replay(invocation, reply);
            case RENAME -> Stores.rename(invocation, reply);
            case ZSTORE -> Scores.combine(invocation, reply);
            case XADD -> Streams.add(invocation, reply);
            case XTRIM -> Streams.trim(invocation, reply);
            case XREADGROUP -> Streams.readGroup(invocation, reply);
            case XCLAIM -> Claims.claim(invocation, reply);
            case XAUTOCLAIM -> Claims.autoClaim(invocation, reply);
            case FLUSH -> Wide.flush(invocation);
            case EVERY_NODE -> Wide.everyNode(invocation, reply);
        };
    }

    /** An error means that nothing happened, unless the command may have been under way. */
    private static Effect ofError(Invocation invocation, Object reply) {
        return switch (invocation.effect()) {
            case SCRIPT, REPAIR -> Scripts.repair(invocation, reply);
            default -> Effect.NOTHING;
        };
    }
}
