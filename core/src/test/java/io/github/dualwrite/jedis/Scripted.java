package io.github.dualwrite.jedis;

import io.github.dualwrite.testkit.LocalCluster;
import io.github.dualwrite.testkit.LocalNode;
import io.github.dualwrite.testkit.ServerBinary;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.params.ScanParams;

/** The small table beside {@link Values}: methods whose words are scripts, functions, payloads or command names. */
final class Scripted {

    private static final String WRITES = "return redis.call('append', KEYS[1], ARGV[1] or 'x')";
    private static final String READS = "return redis.call('get', KEYS[1])";
    private static final String KEYLESS = "return 7";
    private static final String LIBRARY = """
            #!lua name=%s
            redis.register_function('%1$sw', function(k, a) return redis.call('append', k[1], 'x') end)
            redis.register_function{function_name='%1$sr', callback=function(k, a) return redis.call('get', k[1]) end, flags={'no-writes'}}
            """;

    /** What FUNCTION DUMP said. */
    private static volatile byte[] functions = {};

    private Scripted() {}

    /** Makes the scripts and functions known to every node. */
    static void prepare(LocalCluster cluster) {
        for (LocalNode node : cluster.primaries()) {
            try (Connection connection = node.connect()) {
                prepare(connection, cluster.server());
            }
        }
    }

    private static void prepare(Connection connection, ServerBinary server) {
        for (String script : List.of(WRITES, READS, KEYLESS)) {
            connection.executeCommand(
                    new CommandArguments(Protocol.Command.SCRIPT).add("LOAD").add(script));
        }
        if (server.atLeast(7, 0)) {
            connection.executeCommand(new CommandArguments(Protocol.Command.FUNCTION)
                    .add("LOAD")
                    .add("REPLACE")
                    .add(LIBRARY.formatted("shared")));
            functions = (byte[]) connection.executeCommand(new CommandArguments(Protocol.Command.FUNCTION).add("DUMP"));
        }
    }

    /** The command of a generic call. */
    static ProtocolCommand command(String method) {
        return method.contains("Blocking") ? Protocol.Command.BLPOP : Protocol.Command.APPEND;
    }

    static Object @Nullable [] arguments(Method method, Values.Plan plan, String tag) {
        String name = method.getName();
        Class<?>[] types = method.getParameterTypes();
        boolean binary = (types.length > 0 && types[types.length - 1].getName().contains("[B"))
                || (types.length > 0 && types[0] == byte[].class);
        String key = "{" + tag + "}:string";
        boolean reads = name.endsWith("Readonly");
        if (name.startsWith("eval") || name.startsWith("fcall")) {
            boolean keyed = types.length > 2;
            String script = !keyed ? KEYLESS : reads ? READS : WRITES;
            String first = name.startsWith("fcall") ? (reads ? "sharedr" : "sharedw") : script;
            first = name.startsWith("evalsha") ? Sha1.of(script) : first;
            return scriptCall(types, binary, first, key);
        }
        return switch (name) {
            case "sendCommand", "sendBlockingCommand" ->
                types[0] == CommandArguments.class ? null : generic(types, name, tag);
            case "scriptLoad" -> words(types, binary, WRITES, key);
            case "scriptExists" -> scriptExists(types, types[0] == byte[].class, key);
            case "functionLoad", "functionLoadReplace" -> words(types, binary, LIBRARY.formatted("l" + tag), key);
            case "restore" -> restore(types, types[0] == byte[].class, "{" + tag + "}:fresh");
            case "functionDelete" -> words(types, types[0] == byte[].class, "shared");
            case "functionRestore" -> functions(types);
            case "bitfield" -> bits(types, types[0] == byte[].class, tag, "SET", "u8", "0", "5");
            case "bitfieldReadonly" -> bits(types, types[0] == byte[].class, tag, "GET", "u8", "0");
            case "scan" -> types[0] == int.class ? null : scan(types, types[0] == byte[].class, tag);
            default -> null;
        };
    }

    private static Object[] scriptCall(Class<?>[] types, boolean binary, String first, String key) {
        Object[] arguments = new Object[types.length];
        arguments[0] = word(binary, first);
        for (int i = 1; i < types.length; i++) {
            if (types[i] == int.class) {
                arguments[i] = 1;
            } else if (types[i] == List.class) {
                arguments[i] = List.of(i == 1 ? word(binary, key) : word(binary, "v"));
            } else if (types[i].isArray() && types[i] != byte[].class) {
                arguments[i] = binary ? new byte[][] {Values.ascii(key), Values.ascii("v")} : new String[] {key, "v"};
            } else {
                arguments[i] = word(binary, key); // only says where to run
            }
        }
        return arguments;
    }

    private static Object[] generic(Class<?>[] types, String name, String tag) {
        boolean blocking = name.contains("Blocking");
        String key = "{" + tag + "}:" + (blocking ? "list" : "string");
        String last = blocking ? "1" : "tail";
        return switch (types.length) {
            case 1 -> new Object[] {Protocol.Command.PING};
            case 2 ->
                new Object[] {
                    command(name),
                    types[1] == String[].class
                            ? new String[] {key, last}
                            : new byte[][] {Values.ascii(key), Values.ascii(last)}
                };
            default ->
                new Object[] {
                    word(types[0] == byte[].class, key),
                    command(name),
                    types[2] == String[].class
                            ? new String[] {key, last}
                            : new byte[][] {Values.ascii(key), Values.ascii(last)}
                };
        };
    }

    private static Object[] words(Class<?>[] types, boolean binary, String... values) {
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = word(binary, values[i]);
        }
        return arguments;
    }

    private static Object[] scriptExists(Class<?>[] types, boolean binary, String key) {
        String sha = Sha1.of(WRITES);
        if (types[0] == List.class) {
            return new Object[] {List.of(sha)};
        }
        return types[1] == String.class || types[1] == byte[].class
                ? words(types, binary, sha, key)
                : new Object[] {word(binary, key), binary ? new byte[][] {Values.ascii(sha)} : new String[] {sha}};
    }

    private static Object[] functions(Class<?>[] types) {
        return types.length == 1 ? new Object[] {functions} : new Object[] {functions, types[1].getEnumConstants()[0]};
    }

    private static Object[] bits(Class<?>[] types, boolean binary, String tag, String... words) {
        byte[][] bytes = Arrays.stream(words).map(Values::ascii).toArray(byte[][]::new);
        return new Object[] {word(binary, "{" + tag + "}:string"), types[1] == String[].class ? words : bytes};
    }

    private static Object[] scan(Class<?>[] types, boolean binary, String tag) {
        Object[] arguments = new Object[types.length];
        arguments[0] = word(binary, "0");
        for (int i = 1; i < types.length; i++) {
            arguments[i] = types[i] == ScanParams.class
                    ? new ScanParams().match("{" + tag + "}*").count(50)
                    : word(binary, "string"); // the type
        }
        return arguments;
    }

    /** The payload of a string, as every server since Redis 6 understands it. */
    private static Object[] restore(Class<?>[] types, boolean binary, String key) {
        Object[] arguments = new Object[types.length];
        arguments[0] = word(binary, key);
        arguments[1] = 0L;
        arguments[2] = Fixture.payload();
        if (types.length > 3) {
            arguments[3] = Made.of(types[3], type -> 1, "");
        }
        return arguments;
    }

    private static Object word(boolean binary, String text) {
        return binary ? Values.ascii(text) : text;
    }
}
