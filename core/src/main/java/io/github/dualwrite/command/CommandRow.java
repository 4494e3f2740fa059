package io.github.dualwrite.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue.
 *
 * @param name the command, or the command and its subcommand
 * @param access what it does before its arguments are looked at
 * @param keys where its keys are
 * @param effect how it is mirrored
 * @param needsBase whether its effect is a delta
 * @param refusal why it is refused, or {@code null} if it is not
 * @param reading the arguments with which this write only reads, or {@code null} if there are none
 * @param writing what its commands mean that write
 * @param notWriting what its commands mean that do not
 */
record CommandRow(
        String name,
        Access access,
        List<KeySpec> keys,
        EffectKind effect,
        boolean needsBase,
        @Nullable String refusal,
        @Nullable String reading,
        Meaning writing,
        Meaning notWriting) {

    CommandRow(
            String name,
            Access access,
            List<KeySpec> keys,
            EffectKind effect,
            boolean needsBase,
            @Nullable String refusal,
            @Nullable String reading) {
        this(
                name,
                access,
                keys,
                effect,
                needsBase,
                refusal,
                reading,
                new Meaning(Access.WRITE, effect, needsBase, effect == EffectKind.FLUSH, onlyKey(keys)),
                Meaning.notWriting(
                        access == Access.WRITE ? Access.READ : access,
                        effect == EffectKind.CHANNEL ? effect : EffectKind.NONE));
    }

    private static int onlyKey(List<KeySpec> keys) {
        if (keys.size() != 1) {
            return 0;
        }
        KeySpec only = keys.get(0);
        boolean single = only.written() && only.form() == KeySpec.Form.RANGE && only.first() == only.last();
        return single ? only.first() : 0;
    }

    /** Reads one line: {@code name | access | keys | effect | base | note}. */
    static CommandRow parse(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length < 5) {
            throw new IllegalStateException("catalogue row with " + cells.length + " cells: " + line);
        }
        String access = cells[1].strip();
        String note = cells.length > 5 && !cells[5].isBlank() ? cells[5].strip() : null;
        List<KeySpec> keys = new ArrayList<>();
        String places = cells[2].strip();
        if (!places.equals("-")) {
            for (String place : places.split(",")) {
                keys.add(KeySpec.parse(place));
            }
        }
        return new CommandRow(
                cells[0].strip(),
                switch (access) {
                    case "W", "X" -> Access.WRITE;
                    case "R" -> Access.READ;
                    case "N" -> Access.NEITHER;
                    default -> throw new IllegalStateException("catalogue row with access " + access + ": " + line);
                },
                List.copyOf(keys),
                EffectKind.valueOf(cells[3].strip()),
                cells[4].strip().equals("delta"),
                access.equals("X") ? Objects.requireNonNull(note, line) : null,
                access.equals("W") ? note : null);
    }

    /** What the secondary must answer, as far as the command's effect is sent there at all. */
    ReplyClass replyClass() {
        return refusal == null ? effect.replyClass() : ReplyClass.NONE;
    }
}
