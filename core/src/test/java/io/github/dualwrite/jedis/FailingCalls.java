package io.github.dualwrite.jedis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Calls of every way into a client, all about the keys of one slot. Each can fail in more than one way. */
final class FailingCalls {

    static final String KEY = "k";

    private static final Set<String> WAYS = Set.of(
            "set", "get", "blpop", "eval", "sendCommand", "executeCommand", "pipeline", "transaction", "connection");

    private FailingCalls() {}

    /** One of each way in, where it does not matter which command fails. */
    static Map<String, Function<JedisCluster, Object>> ways() {
        Map<String, Function<JedisCluster, Object>> ways = all();
        ways.keySet().retainAll(WAYS);
        return ways;
    }

    /** By name, in the order in which they are made. */
    static Map<String, Function<JedisCluster, Object>> all() {
        Map<String, Function<JedisCluster, Object>> calls = new LinkedHashMap<>();
        calls.put("set", jedis -> jedis.set(KEY, "v"));
        calls.put("get", jedis -> jedis.get(KEY));
        calls.put("get of bytes", jedis -> jedis.get(Values.ascii(KEY)));
        calls.put("incr", jedis -> jedis.incr(KEY));
        calls.put("incrByFloat", jedis -> jedis.incrByFloat(KEY, 0.5));
        calls.put("lpush", jedis -> jedis.lpush(KEY, "x"));
        calls.put("setex for no time", jedis -> jedis.setex(KEY, 0, "v"));
        calls.put("xadd", jedis -> jedis.xadd(KEY, new StreamEntryID(1, 1), Map.of("f", "v")));
        calls.put("eval", jedis -> jedis.eval("return redis.call('incr', KEYS[1])", 1, KEY));
        calls.put("eval of nonsense", jedis -> jedis.eval("this is no script", 1, KEY));
        calls.put("evalsha", jedis -> jedis.evalsha("0123456789012345678901234567890123456789", 1, KEY));
        calls.put("fcall", jedis -> jedis.fcall("nobody", List.of(KEY), List.of()));
        calls.put("mset over slots", jedis -> jedis.mset(KEY, "1", "other", "2"));
        calls.put("rename over slots", jedis -> jedis.rename(KEY, "other"));
        calls.put("blpop", jedis -> jedis.blpop(0.05, KEY));
        calls.put("sendCommand", jedis -> jedis.sendCommand(KEY, Command.APPEND, KEY, "x"));
        calls.put("sendCommand with too little", jedis -> jedis.sendCommand(KEY, Command.SET, KEY));
        calls.put(
                "executeCommand",
                jedis -> jedis.executeCommand(
                        new CommandObject<>(Made.arguments(Command.INCR).key(KEY), BuilderFactory.LONG)));
        calls.put("pipeline", FailingCalls::pipeline);
        calls.put("pipeline that is not synced", FailingCalls::unsynced);
        calls.put("transaction", FailingCalls::transaction);
        calls.put("connection", jedis -> ask(jedis, Command.INCR, KEY));
        calls.put("EXEC without MULTI", jedis -> ask(jedis, Command.EXEC));
        calls.put("MULTI in MULTI", FailingCalls::nested);
        return calls;
    }

    private static Object pipeline(JedisCluster jedis) {
        try (ClusterPipeline pipeline = jedis.pipelined()) {
            Response<Long> response = pipeline.incr(KEY);
            pipeline.sync();
            return response.get();
        }
    }

    private static Object unsynced(JedisCluster jedis) {
        try (ClusterPipeline pipeline = jedis.pipelined()) {
            return pipeline.incr(KEY).get();
        }
    }

    private static Object transaction(JedisCluster jedis) {
        try (Connection connection = jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot(KEY));
                Transaction transaction = new Transaction(connection)) {
            transaction.incr(KEY);
            transaction.sendCommand(Command.SET, KEY); // refused at once, so EXEC is
            return transaction.exec();
        }
    }

    private static Object nested(JedisCluster jedis) {
        try (Connection connection = jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot(KEY))) {
            connection.sendCommand(Command.MULTI);
            connection.getOne();
            try {
                connection.sendCommand(Command.MULTI);
                return connection.getOne();
            } finally {
                connection.sendCommand(Command.DISCARD); // or a plain client's next borrower would be in the block
                connection.getOne();
            }
        }
    }

    private static Object ask(JedisCluster jedis, Command command, String... words) {
        try (Connection connection = jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot(KEY))) {
            connection.sendCommand(command, words);
            return connection.getOne();
        }
    }
}
