package io.github.dualwrite.jedis;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/** Keys of every kind under one hash tag, two of each, so that any method finds one that suits it. */
final class Fixture {

    private static final String[][] COMMANDS = {
        {"SET", "string", "abc"},
        {"SET", "string2", "bcd"},
        {"SET", "num", "10"},
        {"SET", "num2", "20"},
        {"HSET", "hash", "a", "1", "b", "2", "c", "x"},
        {"HSET", "hash2", "a", "1"},
        {"RPUSH", "list", "a", "b", "c", "a"},
        {"RPUSH", "list2", "b", "c"},
        {"RPUSH", "nums", "3", "1", "2"},
        {"SADD", "set", "a", "b", "c"},
        {"SADD", "set2", "b", "c", "d"},
        {"ZADD", "zset", "1", "a", "2", "b", "3", "c"},
        {"ZADD", "zset2", "1", "b", "2", "c"},
        {"ZADD", "lex", "0", "a", "0", "b", "0", "c"},
        {"GEOADD", "geo", "13.36", "38.11", "a", "15.08", "37.5", "b"},
        {"GEOADD", "geo2", "13.36", "38.11", "a"},
        {"PFADD", "hll", "a", "b"},
        {"PFADD", "hll2", "b", "c"},
        {"XADD", "stream", "1-1", "f", "v"},
        {"XADD", "stream", "2-1", "f", "v"},
        {"XADD", "stream2", "1-1", "f", "v"},
        {"XGROUP", "CREATE", "stream", "g", "0"},
        {"XGROUP", "CREATE", "stream2", "g", "0"},
        {"XREADGROUP", "GROUP", "g", "c", "COUNT", "1", "STREAMS", "stream", ">"}
    };

    private static volatile byte[] payload = {};

    private Fixture() {}

    /** Deletes what is there under the tag and creates it again, over a connection to the tag's node. */
    static void create(Connection connection, String tag) {
        List<String[]> commands = new ArrayList<>();
        commands.add(new String[] {
            "UNLINK", "string", "string2", "string3", "num", "num2", "hash", "hash2", "list", "list2", "list3", "nums",
                    "set",
            "set2", "set3", "zset", "zset2", "zset3", "lex", "geo", "geo2", "hll", "hll2", "stream", "stream2", "fresh"
        });
        commands.addAll(List.of(COMMANDS));
        for (String[] command : commands) {
            ProtocolCommand name = () -> Values.ascii(command[0]);
            CommandArguments arguments = new CommandArguments(name);
            for (int i = 1; i < command.length; i++) {
                boolean key = command[0].equals("UNLINK")
                        || (command[0].equals("XREADGROUP") && command[i].equals("stream"))
                        || (command[0].equals("XGROUP") && i == 2)
                        || (i == 1 && !command[0].startsWith("XGROUP") && !command[0].startsWith("XREAD"));
                arguments.add(key ? "{" + tag + "}:" + command[i] : command[i]);
            }
            connection.sendCommand(arguments);
        }
        for (Object reply : connection.getMany(commands.size())) {
            if (reply instanceof JedisDataException e) {
                throw e;
            }
        }
        if (payload.length == 0) {
            payload = (byte[])
                    connection.executeCommand(new CommandArguments(Protocol.Command.DUMP).add("{" + tag + "}:string"));
        }
    }

    /** The kinds to try for a method, by the family that its name suggests. */
    static List<String> kinds(String method) {
        List<String> kinds = new ArrayList<>();
        String name = method.startsWith("b") && !method.startsWith("bit") ? method.substring(1) : method;
        if (name.startsWith("h")) {
            kinds.add("hash");
        } else if (name.matches("(l|rp|brp).*")) {
            kinds.add("list");
        } else if (name.startsWith("z")) {
            kinds.add("zset");
            kinds.add("lex");
        } else if (name.startsWith("x")) {
            kinds.add("stream");
        } else if (name.startsWith("geo")) {
            kinds.add("geo");
        } else if (name.startsWith("pf")) {
            kinds.add("hll");
        } else if (name.matches("(incr|decr).*")) {
            kinds.add("num");
        } else if (name.matches("s(add|card|diff|inter|union|is|m|pop|rand|rem|scan).*")) {
            kinds.add("set");
        } else if (name.startsWith("sort")) {
            kinds.add("nums");
        }
        for (String kind : List.of("string", "missing", "list", "num", "set")) {
            if (!kinds.contains(kind)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** What DUMP said of a string. */
    static byte[] payload() {
        return payload.clone();
    }
}
