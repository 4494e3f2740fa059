package io.github.dualwrite.command;

import io.github.dualwrite.resp.Command;
import java.util.List;

/**
 * One command understood: its row of the catalogue applied to its arguments.
 *
 * @param command the words
 * @param access what these arguments do ({@code SORT} reads, {@code SORT ... STORE} writes)
 * @param writtenKeys the keys that may change, in order of appearance; empty unless {@link Access#WRITE}
 * @param allKeys every key named, read or written
 * @param sourceKeys keys read to make the result
 * @param effect how the effect is made
 * @param needsBase whether the effect is a delta that is only right on a secondary that already holds the keys' present state
 * @param wholeDataSet whether it writes every key at once ({@code FLUSHALL}, {@code FLUSHDB})
 */
public record Invocation(
        Command command,
        Access access,
        List<byte[]> writtenKeys,
        List<byte[]> allKeys,
        List<byte[]> sourceKeys,
        EffectKind effect,
        boolean needsBase,
        boolean wholeDataSet) {}
