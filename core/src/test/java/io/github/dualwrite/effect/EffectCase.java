package io.github.dualwrite.effect;

import io.github.dualwrite.versions.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One write, or one transaction, and what must become of it on a secondary. Commands are written as {@code Script} describes. */
final class EffectCase {

    /** What must become of it. */
    enum Outcome {
        /** Steps, each answered as expected. */
        REPLAYED,
        /** No steps: the keys are copied. */
        COPIED,
        /** Nothing to do, because nothing changed. */
        NOTHING,
        /** Steps whose answer is another than the one expected, by a rule's own choice: then the keys are copied. */
        DOUBTED
    }

    final List<String> commands;
    final boolean transaction;
    List<String> given = List.of();
    Outcome outcome = Outcome.REPLAYED;

    @Nullable
    List<String> keys;

    @Nullable
    List<String> steps;

    Reach reach = Reach.KEYS;
    Since since = Since.EVER;

    @Nullable
    Since until;

    Since stepsSince = Since.EVER;
    boolean fails;
    String note = "";

    private EffectCase(boolean transaction, List<String> commands) {
        this.transaction = transaction;
        this.commands = commands;
    }

    static EffectCase write(String command) {
        return new EffectCase(false, List.of(command));
    }

    static EffectCase transaction(String... commands) {
        return new EffectCase(true, List.of(commands));
    }

    /** What both sides hold before. */
    EffectCase given(String... lines) {
        given = List.of(lines);
        return this;
    }

    /** The commands that the steps are made of, and nothing else. */
    EffectCase sends(String... names) {
        steps = List.of(names);
        return this;
    }

    /** The keys that the effect names, if they are not just the second word of the command. */
    EffectCase keys(String... names) {
        keys = List.of(names);
        return this;
    }

    /** These keys and no others are copied. */
    EffectCase copies(String... names) {
        outcome = Outcome.COPIED;
        return keys(names);
    }

    EffectCase nothing() {
        outcome = Outcome.NOTHING;
        return this;
    }

    /** One of the primary's answers is an error. */
    EffectCase failing() {
        fails = true;
        return this;
    }

    /** The primary answers with an error and nothing has happened. */
    EffectCase refused() {
        fails = true;
        return nothing();
    }

    /** The primary answers with an error and nobody knows what has happened. */
    EffectCase failsHalfWay(String... names) {
        fails = true;
        return copies(names);
    }

    EffectCase doubted() {
        outcome = Outcome.DOUBTED;
        return this;
    }

    EffectCase reaches(Reach value) {
        reach = value;
        return keys();
    }

    /** Primaries without the form are skipped. */
    EffectCase since(Since value) {
        since = value;
        return this;
    }

    /** Primaries from there on behave differently and are skipped. */
    EffectCase until(Since value) {
        until = value;
        return this;
    }

    /** Secondaries before that answer an error, although they know the commands. */
    EffectCase stepsSince(Since value) {
        stepsSince = value;
        return this;
    }

    EffectCase note(String value) {
        note = " (" + value + ")";
        return this;
    }

    @Override
    public String toString() {
        return String.join("; ", commands) + (given.isEmpty() ? "" : " | given " + String.join("; ", given)) + note;
    }
}
