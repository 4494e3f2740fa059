package io.github.dualwrite.command;

import java.util.ArrayList;
import java.util.List;
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
 */
record CommandRow(
        String name,
        Access access,
        List<KeySpec> keys,
        EffectKind effect,
        boolean needsBase,
        @Nullable String refusal) {

    /** Reads one line: {@code name | access | keys | effect | base | refusal}. */
    static CommandRow parse(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length < 5) {
            throw new IllegalStateException("catalogue row with " + cells.length + " cells: " + line);
        }
        String access = cells[1].strip();
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
                access.equals("X") ? cells[5].strip() : null);
    }
}
