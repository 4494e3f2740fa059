package io.github.dualwrite.spring.matrix;

import io.github.dualwrite.spring.TwoClusters;
import io.github.dualwrite.testkit.LocalNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.data.redis.core.HashOperations;
import org.springframework.data.redis.core.RedisCommand;
import org.springframework.util.ClassUtils;

/** Which commands that write Spring Data can send, and which of them the primary was sent. */
final class WriteCommands {

    /** Whether this Spring Data writes hash fields together with their expiry. */
    static final boolean NEWER_HASHES = ClassUtils.hasMethod(HashOperations.class, "getAndDelete");

    /** It has no method for these, or a cluster's connection refuses it. */
    private static final Set<String> NO_METHOD = Set.of(
            "BLMPOP",
            "LMPOP",
            "BZMPOP",
            "FCALL",
            "FUNCTION_DELETE",
            "FUNCTION_FLUSH",
            "HPOP",
            "VADD",
            "VREM",
            "VSIM",
            "XAUTOCLAIM",
            "MOVE",
            "MULTI",
            "EXEC",
            "DISCARD",
            "WATCH",
            "UNWATCH");

    /** They change no key, though it counts them among those that write. */
    private static final Pattern NO_DATA = Pattern.compile(
            "AUTH|CLIENT_.*|CONFIG_.*|FUNCTION_DUMP|FUNCTION_KILL|HELLO|MIGRATE|MONITOR|QUIT"
                    + "|READONLY|READWRITE|REPLICAOF|SLAVEOF|SAVE|SCRIPT_KILL|SELECT|SHUTDOWN|SLOWLOG|SUBSCRIBE|SYNC|UNSUBSCRIBE|UNKNOWN");

    /** No server that is tested with has them. */
    private static final Set<String> OF_NO_SERVER = Set.of("DELEX", "XACKDEL", "XDELEX");

    /** It sends them, and has no name for them. */
    private static final Set<String> UNNAMED = Set.of(
            "GEOSEARCHSTORE",
            "SMOVE",
            "XACK",
            "XADD",
            "XCLAIM",
            "XDEL",
            "XGROUP",
            "XREADGROUP",
            "XTRIM",
            "ZDIFFSTORE",
            "ZPOPMAX",
            "ZPOPMIN",
            "ZRANGESTORE",
            "ZREMRANGEBYLEX");

    private static final Pattern SEEN = Pattern.compile("cmdstat_([a-z]+)");

    private WriteCommands() {}

    /** What Spring Data can send to this server, in small letters and without subcommands. */
    static Set<String> expected() {
        return Stream.concat(
                        Arrays.stream(RedisCommand.values())
                                .filter(RedisCommand::isWrite)
                                .map(Enum::name)
                                .filter(name -> !NO_METHOD.contains(name)
                                        && !OF_NO_SERVER.contains(name)
                                        && !NO_DATA.matcher(name).matches())
                                .filter(name -> NEWER_HASHES || !name.matches("HGETDEL|HGETEX|HSETEX")),
                        UNNAMED.stream())
                .map(WriteCommands::spelt)
                .filter(WriteCommands::isKnown)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As servers spell it. */
    private static String spelt(String name) {
        return switch (name) {
            case "GEOSEARCH_STORE" -> "geosearchstore";
            case "HINCBYFLOAT" -> "hincrbyfloat";
            case "SCRIPT_FLUSH", "SCRIPT_LOAD" -> "script";
            default -> name.toLowerCase(Locale.ROOT);
        };
    }

    /** Whether the primary's servers have the command. */
    static boolean isKnown(String command) {
        return !TwoClusters.primary()
                .nodes()
                .get(0)
                .text("COMMAND", "INFO", command)
                .equals("[null]");
    }

    /** Forgets what the primary was sent. */
    static void reset() {
        TwoClusters.primary().primaries().forEach(node -> node.text("CONFIG", "RESETSTAT"));
    }

    /** What it was sent since, whatever it was. */
    static Set<String> seen() {
        return TwoClusters.primary().primaries().stream()
                .map(WriteCommands::statistics)
                .flatMap(text -> SEEN.matcher(text).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String statistics(LocalNode node) {
        return node.text("INFO", "commandstats");
    }
}
