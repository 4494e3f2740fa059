package io.github.dualwrite.convergence;

import java.util.List;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.util.SafeEncoder;

/**
 * One command of the workload.
 *
 * @param key the word that is a key, for routing
 * @param words the command
 */
record Op(int key, List<String> words) {

    /** A command whose key is its second word. */
    static Op of(String... words) {
        return new Op(1, List.of(words));
    }

    /** A command with a key elsewhere. */
    static Op at(int key, String... words) {
        return new Op(key, List.of(words));
    }

    CommandArguments arguments() {
        byte[] name = SafeEncoder.encode(words.get(0));
        ProtocolCommand command = () -> name;
        CommandArguments arguments = routed(command);
        for (int i = 1; i < words.size(); i++) {
            if (i == key) {
                arguments.key(words.get(i));
            } else {
                arguments.add(words.get(i));
            }
        }
        return arguments;
    }

    /** Jedis 7 routes a pipeline's commands by a class of their own, which Jedis 8 no longer has. */
    private static CommandArguments routed(ProtocolCommand command) {
        try {
            return Class.forName("redis.clients.jedis.ClusterCommandArguments")
                    .asSubclass(CommandArguments.class)
                    .getConstructor(ProtocolCommand.class)
                    .newInstance(command);
        } catch (ReflectiveOperationException e) {
            return new CommandArguments(command);
        }
    }

    CommandObject<Object> object() {
        return new CommandObject<>(arguments(), BuilderFactory.RAW_OBJECT);
    }

    /** The command as the catalogue names it. */
    String name() {
        String first = words.get(0);
        return first.equals("XGROUP") ? first + " " + words.get(1) : first;
    }
}
