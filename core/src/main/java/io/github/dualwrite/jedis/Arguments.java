package io.github.dualwrite.jedis;

import io.github.dualwrite.resp.Command;
import io.github.dualwrite.resp.RespError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.KeyValue;

/** From Jedis's arguments and replies to the engine's. */
final class Arguments {

    private Arguments() {}

    static Command command(CommandArguments args) {
        byte[][] words = new byte[args.size()][];
        int i = 0;
        for (Rawable word : args) {
            words[i++] = word.getRaw();
        }
        ProtocolCommand command = args.getCommand();
        return command instanceof Enum<?> constant && spells(constant.name(), words[0])
                ? Command.named(constant.name(), words)
                : Command.of(words);
    }

    /** Jedis's own commands are constants that are called as they are sent, so that their names need not be made for each command. */
    private static boolean spells(String name, byte[] word) {
        if (name.length() != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            char c = name.charAt(i);
            if (c != word[i] || (c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return true;
    }

    /** A reply as {@link io.github.dualwrite.resp.Replies} says. Jedis has pairs for RESP3's maps and exceptions for errors inside of lists. */
    static @Nullable Object reply(@Nullable Object reply) {
        if (reply instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>(list.size());
            for (Object element : list) {
                if (element instanceof KeyValue<?, ?> pair) {
                    plain.add(reply(pair.getKey()));
                    plain.add(reply(pair.getValue()));
                } else {
                    plain.add(reply(element));
                }
            }
            return plain;
        }
        return reply instanceof JedisDataException error ? new RespError(String.valueOf(error.getMessage())) : reply;
    }
}
