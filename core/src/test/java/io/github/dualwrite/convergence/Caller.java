package io.github.dualwrite.convergence;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.RestoreParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/** One thread of the application: draws operations and does them in every way that Jedis offers. For one thread. */
public final class Caller {

    private static final List<Family> FAMILIES = List.of(
            StringOps.FAMILY,
            StringOps.FAMILY,
            KeyOps.FAMILY,
            KeyOps.FAMILY,
            BitOps.FAMILY,
            HashOps.FAMILY,
            ListOps.FAMILY,
            SetOps.FAMILY,
            SortedSetOps.FAMILY,
            StreamOps.FAMILY,
            StreamOps.FAMILY,
            GeoOps.FAMILY,
            LogLogOps.FAMILY,
            ScriptOps.FAMILY);

    private final Draw draw;
    private final JedisCluster jedis;
    private final RedisClusterClient client;
    private final Tally tally;
    private final String script;

    /** @param script the digest of a script that every primary node has loaded */
    public Caller(Draw draw, JedisCluster jedis, RedisClusterClient client, Tally tally, String script) {
        this.draw = draw;
        this.jedis = jedis;
        this.client = client;
        this.tally = tally;
        this.script = script;
    }

    /** Does one thing. */
    public void step() {
        int way = draw.below(100);
        if (way < 5) {
            pipeline();
        } else if (way < 12) {
            transaction();
        } else if (way < 14) {
            restore();
        } else if (way < 16) {
            severalSlots();
        } else if (way < 17) {
            draw.begin("string");
            single(Op.at(3, "EVALSHA", script, "1", draw.key()));
        } else {
            single(next());
        }
    }

    private Op next() {
        return FAMILIES.get(draw.below(FAMILIES.size())).next(draw);
    }

    private void single(Op op) {
        tally.done(op);
        try {
            jedis.executeCommand(op.object());
        } catch (JedisDataException e) {
            tally.allow(e, op);
        }
    }

    private void pipeline() {
        List<Op> ops = new ArrayList<>();
        List<Response<Object>> replies = new ArrayList<>();
        try (ClusterPipeline pipeline = jedis.pipelined()) {
            for (int i = 2 + draw.below(20); i > 0; i--) {
                Op op = next();
                ops.add(op);
                replies.add(pipeline.executeCommand(op.object()));
            }
            pipeline.sync();
        }
        for (int i = 0; i < ops.size(); i++) {
            tally.done(ops.get(i));
            try {
                replies.get(i).get();
            } catch (JedisDataException e) {
                tally.allow(e, ops.get(i));
            } catch (IllegalStateException e) {
                tally.noReply(e); // how Jedis says that the pipeline's connection broke
            }
        }
        tally.pipelines.increment();
    }

    /** On a connection of its node, watched now and then, discarded now and then. */
    private void transaction() {
        String pinned = draw.pin();
        List<Op> ops = new ArrayList<>();
        for (int i = 1 + draw.below(5); i > 0; i--) {
            ops.add(next());
        }
        boolean watched = draw.chance(30);
        boolean discarded = draw.chance(10);
        draw.unpin();
        try (Connection connection = jedis.getConnectionFromSlot(JedisClusterCRC16.getSlot(pinned))) {
            if (watched) {
                connection.executeCommand(new CommandArguments(Protocol.Command.WATCH)
                        .key(ops.get(0).words().get(ops.get(0).key())));
            }
            connection.executeCommand(Protocol.Command.MULTI);
            for (Op op : ops) {
                connection.executeCommand(op.arguments());
            }
            if (discarded) {
                connection.executeCommand(Protocol.Command.DISCARD);
                return;
            }
            Object replies = connection.executeCommand(new CommandArguments(Protocol.Command.EXEC));
            if (replies instanceof List<?> list) {
                list.forEach(reply -> {
                    if (reply instanceof JedisDataException e) {
                        tally.allow(e, ops);
                    }
                });
            }
        }
        ops.forEach(tally::done);
        tally.transactions.increment();
    }

    private void restore() {
        draw.begin(draw.any());
        String from = draw.tagged();
        String to = draw.tagged();
        byte[] dump;
        try {
            dump = jedis.dump(from);
        } catch (JedisAccessControlException e) {
            return; // a test has forbidden it: there is nothing to restore
        }
        if (dump == null) {
            return;
        }
        tally.done(Op.of("RESTORE", to));
        long ttl = draw.chance(50) ? 0 : Long.parseLong(draw.millis());
        try {
            jedis.restore(to, ttl, dump, draw.chance(80) ? new RestoreParams().replace() : new RestoreParams());
        } catch (JedisDataException e) {
            tally.allow(e, "RESTORE");
        }
    }

    /** Several keys without a tag in one call: in one slot by chance, or in several, which only newer clients of Jedis split. */
    private void severalSlots() {
        draw.begin("string");
        String[] pair = draw.untaggedPair();
        tally.done(Op.of("MSET"));
        jedis.mset(pair[0], draw.value(), pair[1], draw.number());
        try {
            client.del(draw.untagged(), draw.untagged(), pair[draw.below(2)]);
            tally.done(Op.of("DEL"));
        } catch (JedisClusterOperationException e) {
            if (!String.valueOf(e.getMessage()).contains("same hashslot")) {
                throw e; // Jedis refused, and sent nothing
            }
        }
    }
}
