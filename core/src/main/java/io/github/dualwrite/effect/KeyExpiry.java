package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The expiry of whole keys. A relative time is sent as what remains of it in milliseconds; an absolute one as given, so that the secondary itself
 * deletes the key when it has passed: no clock of this process decides.
 */
final class KeyExpiry {

    private KeyExpiry() {}

    /** {@code EXPIRE} and {@code PEXPIRE}: 1 when the time was set, or the key deleted because the time is not positive. */
    static Effect relative(Invocation invocation, @Nullable Object reply, boolean seconds) {
        if (!Make.isOne(reply)) {
            return Effect.NOTHING;
        }
        byte[] key = invocation.command().word(1);
        byte[] time = invocation.command().word(2);
        long millis = seconds ? Numbers.secondsToMillis(time) : Numbers.parse(time);
        if (millis == Numbers.NONE) {
            return Make.repair(invocation);
        }
        return millis <= 0
                ? Make.step(invocation, false, Step.of(1L, Words.UNLINK, key))
                : Make.step(invocation, true, expire(key, millis));
    }

    /** {@code EXPIREAT} and {@code PEXPIREAT}: without its condition, which held. */
    static Effect absolute(Invocation invocation, @Nullable Object reply) {
        return Make.isOne(reply)
                ? Make.step(
                        invocation,
                        true,
                        Step.of(1L, Arrays.copyOf(invocation.command().words(), 3)))
                : Effect.NOTHING;
    }

    /** {@code GETEX key [EX|PX|EXAT|PXAT n|PERSIST]}: its write part. */
    static Effect getEx(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        if (reply == null || command.size() < 3) {
            return Effect.NOTHING;
        }
        Expiry expiry = Expiry.at(command, 2);
        byte[] key = command.word(1);
        if (expiry == null) {
            return Make.repair(invocation);
        }
        if (expiry.persists()) {
            // The value does not say whether there was a time to live to remove.
            return Make.step(invocation, true, Step.of(Step.ANY, Words.PERSIST, key));
        }
        byte[] time = expiry.value();
        if (time == null) {
            return Make.repair(invocation);
        }
        return Make.step(
                invocation,
                true,
                expiry.relative() ? expire(key, Numbers.parse(time)) : Step.of(1L, Words.PEXPIREAT, key, time));
    }

    /** {@code RESTORE key ttl payload [REPLACE] [ABSTTL] ...}: it took place, so it replaces whatever is there. */
    static Effect restore(Invocation invocation) {
        Command command = invocation.command();
        boolean absolute = false;
        for (int i = 4; i < command.size(); i++) {
            absolute |= Words.is(command.word(i), "ABSTTL");
        }
        byte[] key = command.word(1);
        byte[] time = command.word(2);
        byte[] payload = command.word(3);
        if (absolute) {
            return Make.step(
                    invocation,
                    false,
                    Step.of(Words.OK, Words.RESTORE, key, time, payload, Words.REPLACE, Words.ABSTTL));
        }
        byte[][] words = {Words.RESTORE, key, time, payload, Words.REPLACE};
        return Make.step(invocation, false, new Step(words, Words.OK, Numbers.parse(time) > 0 ? 2 : -1));
    }

    private static Step expire(byte[] key, long millis) {
        return new Step(new byte[][] {Words.PEXPIRE, key, Numbers.text(millis)}, 1L, 2);
    }
}
