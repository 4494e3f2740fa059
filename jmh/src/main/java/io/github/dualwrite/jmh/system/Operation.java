package io.github.dualwrite.jmh.system;

import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;

/** What a caller does again and again. */
enum Operation {
    SET_10(10, 1) {
        @Override
        void on(UnifiedJedis jedis, String[] keys, int at, String value) {
            jedis.set(keys[at], value);
        }
    },
    SET_1K(1_024, 1) {
        @Override
        void on(UnifiedJedis jedis, String[] keys, int at, String value) {
            jedis.set(keys[at], value);
        }
    },
    GET(10, 1) {
        @Override
        void on(UnifiedJedis jedis, String[] keys, int at, String value) {
            jedis.get(keys[at]);
        }
    },
    /** All callers on one key. */
    INCR_HOT(10, 1) {
        @Override
        void on(UnifiedJedis jedis, String[] keys, int at, String value) {
            jedis.incr(keys[0]);
        }
    },
    HSET(10, 1) {
        @Override
        void on(UnifiedJedis jedis, String[] keys, int at, String value) {
            jedis.hset(keys[at], "field", value);
        }
    },
    /** Appends to one of twenty lists something that no other call appends: what is lost or out of order shows. */
    RPUSH(10, 1) {
        @Override
        void on(UnifiedJedis jedis, String[] keys, int at, String value) {
            jedis.rpush(keys[at % LISTS], value);
        }
    },
    PIPELINE_100(10, 100) {
        @Override
        void on(UnifiedJedis jedis, String[] keys, int at, String value) {
            try (AbstractPipeline pipeline = jedis.pipelined()) {
                for (int i = 0; i < commands(); i++) {
                    pipeline.set(keys[(at + i) % keys.length], value);
                }
            }
        }
    };

    /** How many lists {@link #RPUSH} fills. */
    static final int LISTS = 20;

    private final int bytes;
    private final int commands;

    Operation(int bytes, int commands) {
        this.bytes = bytes;
        this.commands = commands;
    }

    abstract void on(UnifiedJedis jedis, String[] keys, int at, String value);

    /** How many commands one call sends. */
    int commands() {
        return commands;
    }

    /** A value for a call: one of many, so that two writers of one key leave a trace. */
    String value(int random, long call) {
        return this == RPUSH ? Long.toString(call, 36) : Values.of(bytes, random);
    }

    boolean writes() {
        return this != GET;
    }
}
