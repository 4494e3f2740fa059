package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.transaction;
import static io.github.dualwrite.effect.EffectCase.write;

import io.github.dualwrite.versions.Since;
import java.util.List;

/** What is more than one command (scripts, functions, transactions), and what concerns more than its keys. */
final class UnitCases {

    private static final String SETS_BOTH = "'redis.call(\"SET\",KEYS[1],ARGV[1]) redis.call(\"INCR\",KEYS[2])'";
    private static final String HALF_WAY = "'redis.call(\"SET\",KEYS[1],\"half\") redis.call(\"INCR\",KEYS[1])'";
    private static final String OWN_ERROR =
            "'redis.call(\"SET\",KEYS[1],\"half\") return redis.error_reply(\"%s the lock is held\")'";
    private static final String LIBRARY =
            "'#!lua name=lib\n redis.register_function(\"put\", function(k, a) redis.call(\"SET\", k[1], a[1]) return 1 end)'";
    private static final Since FUNCTIONS = Since.redis(7, 0);

    static final List<EffectCase> ALL = List.of(
            write("EVAL " + SETS_BOTH + " 2 a b v").given("SET a old EX 10").copies("a", "b"),
            write("EVAL 'return 1' 1 a").given("SET a v").copies("a"),
            write("EVAL " + HALF_WAY + " 1 a").failsHalfWay("a"),
            write("EVAL " + OWN_ERROR.formatted("BUSY") + " 1 a").failsHalfWay("a"),
            write("EVAL " + OWN_ERROR.formatted("LOADING") + " 1 a").failsHalfWay("a"),
            write("EVAL " + OWN_ERROR.formatted("NOSCRIPT") + " 1 a").failsHalfWay("a"),
            write("EVALSHA 0123456789012345678901234567890123456789 1 a").refused(),
            write("EVAL_RO 'return 1' 1 a").since(FUNCTIONS).nothing(),
            write("FCALL put 1 a v")
                    .given("FUNCTION FLUSH", "FUNCTION LOAD " + LIBRARY)
                    .copies("a"),
            write("FCALL none 1 a").given("SET a v").failsHalfWay("a").note("nobody knows that error"),
            write("SCRIPT LOAD 'return 1'").reaches(Reach.EVERY_NODE),
            write("SCRIPT FLUSH").reaches(Reach.EVERY_NODE),
            write("FUNCTION LOAD " + LIBRARY).given("FUNCTION FLUSH").reaches(Reach.EVERY_NODE),
            write("FUNCTION LOAD REPLACE " + LIBRARY).reaches(Reach.EVERY_NODE),
            write("FUNCTION DELETE lib")
                    .given("FUNCTION FLUSH", "FUNCTION LOAD " + LIBRARY)
                    .reaches(Reach.EVERY_NODE),
            write("FUNCTION FLUSH").reaches(Reach.EVERY_NODE),
            write("FUNCTION RESTORE none").refused(),
            write("FLUSHALL")
                    .given("SET a 1", "RPUSH b x")
                    .reaches(Reach.WHOLE_DATA_SET)
                    .sends("FLUSHALL"),
            write("FLUSHALL SYNC").given("SET a 1").reaches(Reach.WHOLE_DATA_SET),
            write("FLUSHDB ASYNC").given("SET a 1").reaches(Reach.WHOLE_DATA_SET),
            transaction("SET a 1", "LPUSH l x", "INCR n", "EXPIRE a 100").keys("a", "l", "n"),
            transaction("SET a text", "INCR a", "RPUSH l x")
                    .keys("a", "l")
                    .sends("SET", "RPUSH")
                    .failing(),
            transaction("INCR a").given("SET a text").refused(),
            transaction("GET a", "TTL a").given("SET a v").nothing(),
            transaction("SET a 1", "PUBLISH c hello", "GET a").keys("a").sends("SET"),
            transaction("SADD s a b c", "SPOP s 2", "SREM s none").keys("s").sends("SADD", "SREM"),
            transaction("BLPOP l 0", "RPUSH l a b", "BLPOP l 0").keys("l").sends("RPUSH", "LPOP"),
            transaction("SET a 1 NX", "SET b 1 XX", "XADD x * f v").keys("a", "x"),
            transaction("SET a 1", "COPY a b").keys("a", "b"),
            transaction("SADD s x", "SUNIONSTORE d s", "DEL s").keys("s", "d"),
            transaction("SET a 1", "SORT l ALPHA STORE d").given("RPUSH l b a").copies("a", "d"),
            transaction("SET a 1", "EVAL " + SETS_BOTH + " 2 b c v").copies("a", "b", "c"),
            transaction("SET a 1", "EVAL " + HALF_WAY + " 1 b").failsHalfWay("a", "b"),
            transaction("SET a 1", "EVALSHA 0123456789012345678901234567890123456789 1 b")
                    .keys("a")
                    .sends("SET")
                    .failing(),
            transaction("SET a 1", "SCRIPT LOAD 'return 2'", "INCR n")
                    .reaches(Reach.EVERY_NODE)
                    .keys("a", "n")
                    .sends("SCRIPT"),
            transaction("SET a 1", "FUNCTION LOAD REPLACE " + LIBRARY)
                    .reaches(Reach.EVERY_NODE)
                    .keys("a")
                    .sends("FUNCTION"),
            transaction("SCRIPT LOAD 'return 2'", "EVAL 'return 1' 0")
                    .reaches(Reach.UNKNOWN)
                    .sends("SCRIPT"),
            write("EVAL 'return 1' 0").reaches(Reach.UNKNOWN).sends(),
            transaction("SET a 1", "FLUSHALL")
                    .given("SET old 1")
                    .reaches(Reach.WHOLE_DATA_SET)
                    .keys("a"));

    private UnitCases() {}
}
