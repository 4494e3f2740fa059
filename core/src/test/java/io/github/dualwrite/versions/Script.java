package io.github.dualwrite.versions;

import io.github.dualwrite.resp.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Commands written as text: words between blanks, or between single quotes. {@code %s+100} stands for the time in 100 seconds, {@code %ms-5} for
 * that 5 milliseconds ago, {@code %dump:key} for what the server serializes a key to.
 */
public final class Script {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private Script() {}

    /** The command; placeholders are filled in by {@code server}. */
    public static Command command(String line, Side server) throws IOException {
        List<byte[]> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            words.add(quoted != null ? bytes(quoted) : word(matcher.group(2), server));
        }
        return Command.of(words.toArray(new byte[0][]));
    }

    private static byte[] word(String word, Side server) throws IOException {
        if (word.startsWith("%dump:")) {
            Object payload = server.connection().call("DUMP", word.substring(6));
            return payload instanceof byte[] raw ? raw : new byte[0];
        }
        if (word.startsWith("%ms")) {
            return bytes(Long.toString(System.currentTimeMillis() + Long.parseLong(word.substring(3))));
        }
        if (word.startsWith("%s")) {
            return bytes(Long.toString(System.currentTimeMillis() / 1000 + Long.parseLong(word.substring(2))));
        }
        return bytes(word);
    }

    /** The bytes of a text. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a word, or of any other reply. */
    public static String text(@Nullable Object word) {
        return word instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(word);
    }
}
