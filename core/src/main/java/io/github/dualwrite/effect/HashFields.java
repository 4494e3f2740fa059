package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.resp.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The expiry of single fields of a hash (Valkey 9, Redis 7.4 and later). The reply says for each field what happened to it; only the fields that
 * changed are sent. A secondary without the command answers an error, which makes the lane copy the key.
 */
final class HashFields {

    /** A field's code in the reply: the time was set, or removed. */
    private static final long CHANGED = 1;
    /** A field's code in the reply: the time had passed, so the field was deleted. */
    private static final long DELETED = 2;

    private HashFields() {}

    /** {@code HEXPIRE} and {@code HPEXPIRE key n [NX|XX|GT|LT] FIELDS count field ...}. */
    static Effect expire(Invocation invocation, @Nullable Object reply, boolean seconds) {
        byte[] time = invocation.command().word(2);
        long millis = seconds ? Numbers.secondsToMillis(time) : Numbers.parse(time);
        return millis == Numbers.NONE
                ? Make.repair(invocation)
                : expireChanged(invocation, reply, Words.HPEXPIRE, Numbers.text(millis), true);
    }

    /** {@code HEXPIREAT} and {@code HPEXPIREAT}: the same with a time that does not shrink. */
    static Effect expireAt(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        return expireChanged(invocation, reply, command.word(0), command.word(2), false);
    }

    private static Effect expireChanged(
            Invocation invocation, @Nullable Object reply, byte[] name, byte[] time, boolean relative) {
        Command command = invocation.command();
        FieldArguments arguments = FieldArguments.of(command, 3, 1);
        List<byte[]> changed = arguments == null ? null : arguments.withCode(reply, CHANGED);
        List<byte[]> deleted = arguments == null ? null : arguments.withCode(reply, DELETED);
        if (changed == null || deleted == null) {
            return Make.repair(invocation);
        }
        byte[] key = command.word(1);
        List<Step> steps = new ArrayList<>(2);
        if (!changed.isEmpty()) {
            steps.add(expireStep(key, name, time, changed, relative));
        }
        if (!deleted.isEmpty()) {
            steps.add(delete(key, deleted));
        }
        return Make.steps(invocation, true, steps);
    }

    /** {@code HPERSIST key FIELDS count field ...}. */
    static Effect persist(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        FieldArguments arguments = FieldArguments.of(command, 2, 1);
        List<byte[]> changed = arguments == null ? null : arguments.withCode(reply, CHANGED);
        if (changed == null) {
            return Make.repair(invocation);
        }
        return changed.isEmpty()
                ? Effect.NOTHING
                : Make.step(
                        invocation,
                        true,
                        Step.of(codes(changed), withFields(changed, Words.HPERSIST, command.word(1))));
    }

    /** {@code HSETEX key [NX|XX] [FNX|FXX] [EX|PX|EXAT|PXAT n|KEEPTTL] FIELDS count field value ...}: 1 when it set all of them. */
    static Effect setEx(Invocation invocation, @Nullable Object reply) {
        if (!Make.isOne(reply)) {
            return Effect.NOTHING;
        }
        byte[] key = invocation.command().word(1);
        FieldArguments arguments = FieldArguments.of(invocation.command(), 2, 2);
        if (arguments == null) {
            return Make.repair(invocation);
        }
        Expiry expiry = arguments.expiry();
        List<byte[]> pairs = arguments.words();
        byte[] option = expiry.option();
        if (option == null) {
            // 1 does not say how many of the fields are new.
            return Make.step(invocation, true, Step.of(Step.ANY, Make.words(pairs, Words.HSET, key)));
        }
        byte[] time = expiry.value();
        byte[] count = Numbers.text(arguments.fields().size());
        if (time == null) {
            byte[][] words = Make.words(pairs, Words.HSETEX, key, option, Words.FIELDS, count);
            return Make.step(invocation, true, Step.of(1L, words));
        }
        byte[][] words = Make.words(pairs, Words.HSETEX, key, option, time, Words.FIELDS, count);
        return Make.step(
                invocation,
                true,
                expiry.relative()
                        ? new Step(words, 1L, 3, Make.words(arguments.fields(), Words.HDEL, key))
                        : Step.of(1L, words));
    }

    /** {@code HGETEX key [EX|PX|EXAT|PXAT n|PERSIST] FIELDS count field ...}: its write part, for the fields that exist. */
    static Effect getEx(Invocation invocation, @Nullable Object reply) {
        FieldArguments arguments = FieldArguments.of(invocation.command(), 2, 1);
        List<byte[]> present = arguments == null ? null : arguments.present(reply);
        if (arguments == null || present == null) {
            return Make.repair(invocation);
        }
        Expiry expiry = arguments.expiry();
        if (present.isEmpty() || expiry.option() == null) {
            return Effect.NOTHING;
        }
        byte[] key = invocation.command().word(1);
        byte[] time = expiry.value();
        if (time == null) {
            // The values do not say which fields had a time to live to remove.
            return Make.step(invocation, true, Step.of(Step.ANY, withFields(present, Words.HPERSIST, key)));
        }
        byte[] name = expiry.relative() ? Words.HPEXPIRE : Words.HPEXPIREAT;
        return Make.step(invocation, true, expireStep(key, name, time, present, expiry.relative()));
    }

    /** {@code HGETDEL key FIELDS count field ...}: the fields that existed are gone. */
    static Effect getDelete(Invocation invocation, @Nullable Object reply) {
        Command command = invocation.command();
        FieldArguments arguments = FieldArguments.of(command, 2, 1);
        List<byte[]> present = arguments == null ? null : arguments.present(reply);
        if (present == null) {
            return Make.repair(invocation);
        }
        return present.isEmpty() ? Effect.NOTHING : Make.step(invocation, true, delete(command.word(1), present));
    }

    private static Step delete(byte[] key, List<byte[]> fields) {
        return Step.of((long) fields.size(), Make.words(fields, Words.HDEL, key));
    }

    /**
     * Expects code 1 for every field. An absolute time that passes on the way is answered with 2: a difference that copying the key settles, and a
     * stricter check in the usual case.
     */
    private static Step expireStep(byte[] key, byte[] name, byte[] time, List<byte[]> fields, boolean relative) {
        byte[][] words = withFields(fields, name, key, time);
        return relative
                ? new Step(words, codes(fields), 2, Make.words(fields, Words.HDEL, key))
                : Step.of(codes(fields), words);
    }

    private static byte[][] withFields(List<byte[]> fields, byte[]... start) {
        List<byte[]> clause = new ArrayList<>(fields.size() + 2);
        clause.add(Words.FIELDS);
        clause.add(Numbers.text(fields.size()));
        clause.addAll(fields);
        return Make.words(clause, start);
    }

    private static List<Long> codes(List<byte[]> fields) {
        return Collections.nCopies(fields.size(), CHANGED);
    }
}
