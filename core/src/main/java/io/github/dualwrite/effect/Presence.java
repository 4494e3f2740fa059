package io.github.dualwrite.effect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a reply tells of the key that its command builds on. {@code INCR} that answers 8 has met a 7; where a secondary answers 8, too, the key was
 * there on both sides. {@code RPUSH} of one element that answers 1 has met nothing, since no list is empty. {@code HSET} that answers 1 says
 * neither.
 */
final class Presence {

    private Presence() {}

    /** Whether the expected reply, if it is the secondary's too, shows that the key was there on both sides, or on neither. */
    static boolean isShownBy(Step step) {
        byte[][] words = step.words();
        Object reply = step.expected();
        if (words.length < 2) {
            return false;
        }
        return switch (new String(words[0], StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT)) {
            case "LPUSH", "RPUSH" -> reply instanceof Long;
            case "INCR" -> differs(reply, 1);
            case "DECR" -> differs(reply, -1);
            case "INCRBY", "HINCRBY" -> differs(reply, Numbers.parse(words[words.length - 1]));
            case "DECRBY" -> differs(reply, -Numbers.parse(words[words.length - 1]));
            case "APPEND" -> differs(reply, words[words.length - 1].length);
            case "SETBIT", "PERSIST", "EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT" -> is(reply, 1);
            case "LPUSHX", "RPUSHX", "LREM", "LINSERT", "SREM", "HDEL", "ZREM", "XDEL" -> isPositive(reply);
            case "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE", "ZREMRANGEBYLEX", "XTRIM" -> isPositive(reply);
            case "LPOP", "RPOP" -> reply instanceof byte[];
            default -> false;
        };
    }

    private static boolean differs(@Nullable Object reply, long ofNothing) {
        return reply instanceof Long number && number != ofNothing && ofNothing != Numbers.NONE;
    }

    private static boolean is(@Nullable Object reply, long expected) {
        return reply instanceof Long number && number == expected;
    }

    private static boolean isPositive(@Nullable Object reply) {
        return reply instanceof Long number && number > 0;
    }
}
