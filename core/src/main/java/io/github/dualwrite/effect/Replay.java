package io.github.dualwrite.effect;

import io.github.dualwrite.command.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same words with a known reply, on the keys that they name: what most writes come to. All of it follows from the command, so the caller's
 * thread makes nothing else; the step is made by whoever asks for it first.
 */
public final class Replay implements Effect {

    private final Invocation invocation;
    private final @Nullable Object expected;
    /** Made when first asked for; two threads may make it twice, and either is as good. */
    private @Nullable List<Step> steps;

    Replay(Invocation invocation, @Nullable Object expected) {
        this.invocation = invocation;
        this.expected = expected;
    }

    /** The words of its only step. */
    public byte[][] words() {
        return invocation.command().words();
    }

    /** What a secondary must answer. */
    public @Nullable Object expected() {
        return expected;
    }

    @Override
    public List<Step> steps() {
        List<Step> made = steps;
        if (made == null) {
            made = List.of(Step.of(expected, words()));
            steps = made;
        }
        return made;
    }

    @Override
    public List<byte[]> keys() {
        return invocation.writtenKeys();
    }

    @Override
    public boolean needsBase() {
        return invocation.needsBase();
    }

    @Override
    public Reach reach() {
        return Reach.KEYS;
    }

    @Override
    public String name() {
        return invocation.command().name();
    }

    @Override
    public List<byte[]> sources() {
        return List.of();
    }

    @Override
    public boolean isRepair() {
        return false;
    }

    @Override
    public boolean isNothing() {
        return false;
    }
}
