package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command understood: its row of the catalogue applied to its arguments. Immutable. Every command makes one on its caller's thread, so it holds
 * no more than what cannot be had from its row.
 */
public final class Invocation {

    private final Command command;
    private final Meaning meaning;
    private final @Nullable Named named;

    /** The keys of a command that may have several. */
    private record Named(List<byte[]> written, List<byte[]> all, List<byte[]> sources) {}

    private Invocation(Command command, Meaning meaning, @Nullable Named named) {
        this.command = command;
        this.meaning = meaning;
        this.named = named;
    }

    /** A command that writes its only key, where {@code meaning} says, or that writes nothing. */
    static Invocation of(Command command, Meaning meaning) {
        return new Invocation(command, meaning, null);
    }

    static Invocation of(
            Command command, Meaning meaning, List<byte[]> written, List<byte[]> all, List<byte[]> sources) {
        return new Invocation(command, meaning, new Named(written, all, sources));
    }

    /** The words. */
    public Command command() {
        return command;
    }

    /** What these arguments do ({@code SORT} reads, {@code SORT ... STORE} writes). */
    public Access access() {
        return meaning.access();
    }

    /** The only key named, if it is the only one that a command of this kind can name, and is written; or else {@code null}. */
    public byte @Nullable [] onlyKey() {
        return named != null || meaning.key() == 0 ? null : command.word(meaning.key());
    }

    /** The keys that may change, in order of appearance; empty unless {@link Access#WRITE}. */
    public List<byte[]> writtenKeys() {
        return named != null ? named.written() : onlyKeys();
    }

    /** Every key named, read or written; empty unless {@link Access#WRITE}. */
    public List<byte[]> allKeys() {
        return named != null ? named.all() : onlyKeys();
    }

    /** Keys read to make the result. */
    public List<byte[]> sourceKeys() {
        return named != null ? named.sources() : List.of();
    }

    private List<byte[]> onlyKeys() {
        byte[] only = onlyKey();
        return only == null ? List.of() : List.of(only);
    }

    /** How the effect is made. */
    public EffectKind effect() {
        return meaning.effect();
    }

    /** Whether the effect is a delta that is only right on a secondary that already holds the keys' present state. */
    public boolean needsBase() {
        return meaning.needsBase();
    }

    /** Whether it writes every key at once ({@code FLUSHALL}, {@code FLUSHDB}). */
    public boolean wholeDataSet() {
        return meaning.wholeDataSet();
    }
}
