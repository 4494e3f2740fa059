package io.github.dualwrite.convergence;

import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds the workload against the catalogue: a new write command must be drawn here, too. */
final class Coverage {

    /** Left out, with the reason. */
    private static final Set<String> LEFT_OUT = Set.of(
            // a time to live of single fields needs servers of one kind on all sides
            "HEXPIRE",
            "HEXPIREAT",
            "HPEXPIRE",
            "HPEXPIREAT",
            "HPERSIST",
            "HSETEX",
            "HGETEX",
            "HGETDEL",
            // code, not data: no judge compares it
            "FCALL",
            "FUNCTION DELETE",
            "FUNCTION FLUSH",
            "FUNCTION LOAD",
            "FUNCTION RESTORE",
            "SCRIPT FLUSH",
            "SCRIPT LOAD",
            // the same as FLUSHALL in a cluster
            "FLUSHDB",
            // an administrator's, so that a user with few rights may not
            "PFDEBUG",
            // not in the draw yet: several expiries in one command
            "MSETEX");

    private Coverage() {}

    /** The write commands of the catalogue that the primary knows and that are not among {@code drawn}. */
    static List<String> missing(LocalCluster primary, Set<String> drawn) {
        List<String> missing = new ArrayList<>();
        LocalNode node = primary.nodes().get(0);
        for (String name : writes()) {
            String[] words = name.split(" ");
            if (!drawn.contains(name)
                    && !LEFT_OUT.contains(name)
                    && node.command("COMMAND", "INFO", words[0]) instanceof List<?> info
                    && info.get(0) != null) {
                missing.add(name);
            }
        }
        return missing;
    }

    private static List<String> writes() {
        List<String> names = new ArrayList<>();
        try (InputStream in = Catalogue.class.getResourceAsStream("commands.txt")) {
            if (in == null) {
                throw new IllegalStateException("commands.txt is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split("\\|");
                if (!line.startsWith("#")
                        && cells.length > 1
                        && cells[1].strip().equals("W")) {
                    names.add(cells[0].strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
