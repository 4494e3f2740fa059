package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.ConfigException;
import io.github.dualwrite.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** A YAML file as plain maps and lists. Nothing of it can make the parser create objects or grow without bound. */
public final class YamlFile {

    private static final int MOST_CHARACTERS = 1 << 20;

    private YamlFile() {}

    /**
     * What a file says.
     *
     * @throws IOException if it cannot be read
     * @throws ConfigException if it is not YAML, or not a mapping
     */
    public static Map<?, ?> read(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setCodePointLimit(MOST_CHARACTERS);
        try {
            Object loaded = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
            if (loaded instanceof Map<?, ?> map) {
                return map;
            }
            throw new ConfigException(List.of(new Problem(
                    file.toString(),
                    loaded == null ? "empty" : "no mapping",
                    "settings such as 'primary' and 'clusters'")));
        } catch (MarkedYAMLException e) {
            // The message would show the line, and with it perhaps a password.
            Mark mark = e.getProblemMark();
            String where =
                    mark == null ? "" : " in line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
            throw new ConfigException(List.of(new Problem(file.toString(), e.getProblem() + where, "a YAML file")));
        } catch (YAMLException e) {
            throw new ConfigException(
                    List.of(new Problem(file.toString(), String.valueOf(e.getMessage()), "a YAML file")));
        }
    }
}
