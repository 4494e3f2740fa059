package io.github.dualwrite.jedis;

import io.github.dualwrite.resp.Command;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;

/** From Jedis's arguments to the engine's. */
final class Arguments {

    private Arguments() {}

    static Command command(CommandArguments args) {
        byte[][] words = new byte[args.size()][];
        int i = 0;
        for (Rawable word : args) {
            words[i++] = word.getRaw();
        }
        return Command.of(words);
    }
}
