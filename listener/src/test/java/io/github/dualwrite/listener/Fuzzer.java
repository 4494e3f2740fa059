package io.github.dualwrite.listener;

import io.github.dualwrite.listener.wire.Frames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Makes what clients send, well or badly: commands out of a corpus, with their words changed, their frames bent, or bytes in place of them. The same
 * seed makes the same input.
 */
final class Fuzzer {

    private static final List<String> CORPUS = List.of(
            "SET k v",
            "SET k v EX 100",
            "SET k v NX GET",
            "GET k",
            "GETDEL k",
            "GETEX k PX 5000",
            "APPEND k v",
            "INCR n",
            "INCRBYFLOAT n 1.5",
            "SETRANGE k 3 xyz",
            "SETBIT k 7 1",
            "BITFIELD k SET u8 0 255",
            "BITOP AND k k2 k3",
            "MSET k v k2 w",
            "MSETNX {k}a v {k}b w",
            "MGET k k2 k3",
            "DEL k k2",
            "UNLINK k",
            "EXISTS k k k2",
            "TOUCH k",
            "EXPIRE k 100",
            "PEXPIREAT k 99999999999999",
            "PERSIST k",
            "TTL k",
            "RENAME k {k}b",
            "COPY k {k}b REPLACE",
            "TYPE k",
            "OBJECT ENCODING k",
            "DUMP k",
            "RESTORE k 0 x",
            "HSET h f v",
            "HINCRBY h f 1",
            "HDEL h f",
            "HGETALL h",
            "HRANDFIELD h 2 WITHVALUES",
            "LPUSH l a b c",
            "RPOP l 2",
            "LMOVE l {l}b LEFT RIGHT",
            "LINSERT l BEFORE a x",
            "LTRIM l 0 10",
            "BLPOP l 0.001",
            "BLMPOP 0.001 1 l LEFT",
            "SADD s a b",
            "SPOP s",
            "SMOVE s {s}b a",
            "SINTERSTORE {s}c s {s}b",
            "ZADD z 1 a 2 b",
            "ZINCRBY z 1 a",
            "ZPOPMIN z",
            "ZRANGESTORE {z}b z 0 -1",
            "ZUNION 2 z {z}b WITHSCORES",
            "XADD x * f v",
            "XADD x MAXLEN ~ 5 * f v",
            "XGROUP CREATE x g $ MKSTREAM",
            "XREADGROUP GROUP g c STREAMS x >",
            "XREAD BLOCK 1 STREAMS x $",
            "XACK x g 1-1",
            "XTRIM x MAXLEN 3",
            "PFADD p a",
            "PFMERGE p {p}b",
            "GEOADD geo 13.3 38.1 a",
            "GEOSEARCHSTORE {geo}b geo FROMLONLAT 15 37 BYRADIUS 200 km",
            "SORT l ALPHA STORE {l}s",
            "EVAL return{KEYS[1],ARGV[1]} 1 k a",
            "EVALSHA ffffffffffffffffffffffffffffffffffffffff 1 k",
            "SCRIPT EXISTS ff",
            "FUNCTION LIST",
            "FCALL f 1 k",
            "MULTI",
            "EXEC",
            "DISCARD",
            "WATCH k",
            "UNWATCH",
            "SUBSCRIBE c",
            "UNSUBSCRIBE",
            "PSUBSCRIBE c*",
            "PUNSUBSCRIBE",
            "SSUBSCRIBE c",
            "SUNSUBSCRIBE",
            "PUBLISH c m",
            "SPUBLISH c m",
            "PUBSUB CHANNELS",
            "PING",
            "PING x",
            "ECHO x",
            "HELLO",
            "HELLO 2",
            "HELLO 3",
            "HELLO 3 AUTH a b",
            "AUTH x",
            "RESET",
            "SELECT 0",
            "SELECT 5",
            "CLIENT ID",
            "CLIENT LIST",
            "CLIENT INFO",
            "CLIENT SETNAME x",
            "CLIENT REPLY OFF",
            "CLIENT REPLY SKIP",
            "CLIENT REPLY ON",
            "CLIENT KILL ID 1",
            "CLIENT TRACKING ON",
            "COMMAND COUNT",
            "COMMAND GETKEYS GET k",
            "CONFIG GET maxmemory",
            "INFO",
            "INFO dualwrite",
            "CLUSTER SLOTS",
            "CLUSTER KEYSLOT k",
            "CLUSTER COUNTKEYSINSLOT 5",
            "SCAN 0 COUNT 5",
            "KEYS *",
            "RANDOMKEY",
            "DBSIZE",
            "FLUSHALL",
            "WAIT 0 1",
            "TIME",
            "ROLE",
            "LOLWUT",
            "MONITOR",
            "SHUTDOWN",
            "DEBUG SLEEP 0",
            "MIGRATE h 1 k 0 1",
            "SYNC",
            "REPLICAOF NO ONE",
            "MEMORY USAGE k",
            "QUIT",
            "NOSUCH a b");

    private static final List<String> ODD_BYTES = List.of(
            "*",
            "*-1\r\n",
            "*0\r\n",
            "*1\r\n$-1\r\n",
            "*1\r\n$0\r\n\r\n",
            "*2\r\n$3\r\nGET\r\n$99999999999999999999\r\n",
            "*1000000000\r\n",
            "*1\r\n*1\r\n$4\r\nPING\r\n",
            "$4\r\nPING\r\n",
            "+OK\r\n",
            ":1\r\n",
            "\r\n",
            "\n",
            "\0\0\0\0",
            "GET k\n",
            "  \t PING \r\n",
            "SET k \"\\x00\\xff\"\r\n",
            "GET 'k\r\n",
            "*2\r\nGET\r\n",
            "\r\r\r\n",
            "*1\n$4\nPING\n",
            "*01\r\n$04\r\nPING\r\n",
            "*+1\r\n",
            "*1\r\n$4\r\nPINGxx",
            "POST / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\u0016\u0003\u0001\u0002");

    private static final List<String> ODD_WORDS = List.of(
            "",
            "-1",
            "0",
            "9223372036854775807",
            "-9223372036854775808",
            "99999999999999999999",
            "1e400",
            "nan",
            "inf",
            "*",
            "$",
            "{",
            "}",
            "{}",
            "{k}",
            "\0",
            "\r\n",
            "GET",
            "STREAMS",
            "STORE",
            "KEYS",
            "(1",
            "[a",
            "+",
            "-",
            "$1");

    private final Random random;

    Fuzzer(long seed) {
        this.random = new Random(seed);
    }

    /** One input: usually one command. */
    byte[] next() {
        int kind = random.nextInt(100);
        if (kind < 4) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            return noise;
        }
        if (kind < 8) {
            return pick(ODD_BYTES).getBytes(StandardCharsets.ISO_8859_1);
        }
        String[] words = pick(CORPUS).split(" ");
        if (kind < 50) {
            words = changed(words);
        }
        if (kind < 60 && kind >= 50) {
            return (String.join(" ", words) + (random.nextBoolean() ? "\r\n" : "\n"))
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] frame = Frames.command(words);
        return kind < 66 && kind >= 60 ? bent(frame) : frame;
    }

    private String[] changed(String[] words) {
        String[] changed = words.clone();
        int at = random.nextInt(words.length);
        switch (random.nextInt(5)) {
            case 0 -> changed[at] = pick(ODD_WORDS);
            case 1 -> changed[at] = changed[at].repeat(1 + random.nextInt(300));
            case 2 -> changed = java.util.Arrays.copyOf(words, Math.max(1, random.nextInt(words.length + 1)));
            case 3 -> {
                changed = java.util.Arrays.copyOf(words, words.length + 1);
                changed[words.length] = pick(ODD_WORDS);
            }
            default ->
                changed[at] = random.nextBoolean()
                        ? changed[at].toLowerCase(java.util.Locale.ROOT)
                        : pick(CORPUS).split(" ")[0];
        }
        return changed;
    }

    private byte[] bent(byte[] frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = random.nextInt(frame.length);
        out.write(frame, 0, at);
        switch (random.nextInt(3)) {
            case 0 -> out.write(random.nextInt(256)); // a byte too many
            case 1 -> at++; // one is missing
            default -> {
                out.write(frame[at] ^ (1 << random.nextInt(8)));
                at++;
            }
        }
        out.write(frame, at, frame.length - at);
        return out.toByteArray();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Up to {@code most}, at least 1. */
    int upTo(int most) {
        return 1 + random.nextInt(most);
    }
}
