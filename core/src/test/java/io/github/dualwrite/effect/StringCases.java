package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.write;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.resp.Command;
import io.github.dualwrite.versions.Since;
import java.util.ArrayList;
import java.util.List;

/** Strings, bits, and what counts in them: HyperLogLogs. */
final class StringCases {

    private static final Since IFEQ = Since.either(8, 4, 8, 1);
    private static final Since NX_WITH_GET = Since.redis(7, 0);
    private static final String OLD = "SET k old PX 500000";

    static final List<EffectCase> ALL = new ArrayList<>(List.of(
            write("SET k v").given(OLD).sends("SET"),
            write("set k ''"),
            write("SET 'a key' 'with blanks'").keys("a key"),
            write("SET k v EX 100").given("SET k old").sends("SET"),
            write("SET k v px 100000"),
            write("SET k v EXAT %s+100"),
            write("SET k v PXAT %ms+100000"),
            write("SET k v PXAT %ms-5").note("a time that has passed"),
            write("SET k v KEEPTTL").given(OLD),
            write("SET k v KEEPTTL").given("SET k old"),
            write("SET k v NX"),
            write("SET k v NX EX 50").sends("SET"),
            write("SET k v NX").given(OLD).nothing(),
            write("SET k v XX").given(OLD),
            write("SET k v XX KEEPTTL").given(OLD),
            write("SET k v XX").nothing(),
            write("SET k v GET").given(OLD),
            write("SET k v GET"),
            write("SET k v XX GET EX 100").given(OLD),
            write("SET k v XX GET").nothing(),
            write("SET k v NX GET").since(NX_WITH_GET),
            write("SET k v NX GET").given(OLD).since(NX_WITH_GET).nothing(),
            write("SET k v GET").given("RPUSH k a").refused(),
            write("SET k v IFEQ old").given(OLD).since(IFEQ).sends("SET"),
            write("SET k v IFEQ other").given(OLD).since(IFEQ).nothing(),
            write("SET k v IFEQ old GET").given(OLD).since(IFEQ),
            write("SET k v IFEQ other GET").given(OLD).since(IFEQ).nothing(),
            write("SET k v IFEQ old GET").since(IFEQ).nothing(),
            write("SET k v IFEQ old EX 100").given(OLD).since(IFEQ),
            write("SET k v").given("RPUSH k a"),
            write("SETNX k v").sends("SET"),
            write("SETNX k v").given(OLD).nothing(),
            write("SETEX k 100 v").given("SET k old").sends("SET"),
            write("PSETEX k 100000 v"),
            write("SETEX k 0 v").given(OLD).refused(),
            write("GETSET k v").given(OLD).sends("SET"),
            write("GETSET k v"),
            write("GETDEL k").given(OLD).sends("UNLINK"),
            write("GETDEL k").nothing(),
            write("GETDEL k").given("SET k ''"),
            write("GETDEL k").given("RPUSH k a").refused(),
            write("DELIFEQ k old").given(OLD).sends("UNLINK"),
            write("DELIFEQ k other").given(OLD).nothing(),
            write("DELEX k IFEQ old").given(OLD).sends("UNLINK"),
            write("GETEX k EX 100").given("SET k v").sends("PEXPIRE"),
            write("GETEX k PX 100000").given(OLD),
            write("GETEX k EXAT %s+100").given(OLD).sends("PEXPIREAT"),
            write("GETEX k PXAT %ms+100000").given(OLD),
            write("GETEX k PXAT %ms-5").given(OLD),
            write("GETEX k PERSIST").given(OLD).sends("PERSIST"),
            write("GETEX k PERSIST").given("SET k v"),
            write("GETEX k PERSIST").nothing(),
            write("GETEX k").given(OLD).nothing(),
            write("MSET a 1 b 2").given("SET a old EX 100", "RPUSH b x").keys("a", "b"),
            write("MSETNX a 1 b 2").keys("a", "b").sends("MSET"),
            write("MSETNX a 1 b 2").given("SET b old").nothing(),
            write("MSETEX 2 a 1 b 2 EX 100").given("SET a old").keys("a", "b").sends("SET", "SET"),
            write("MSETEX 2 a 1 b 2 NX PXAT %ms+100000").keys("a", "b"),
            write("MSETEX 2 a 1 b 2 XX").given("SET a old").nothing(),
            write("MSETEX 2 a 1 b 2 KEEPTTL").given("SET a old EX 100").keys("a", "b"),
            write("APPEND k more").given(OLD),
            write("APPEND k first"),
            write("APPEND k more").given("RPUSH k a").refused(),
            write("INCR k"),
            write("INCR k").given("SET k 41 EX 100"),
            write("INCR k").given("SET k text").refused(),
            write("INCRBY k -7").given("SET k 41"),
            write("DECR k").given("SET k 41"),
            write("DECRBY k 9223372036854775807"),
            write("INCRBYFLOAT k 0.1").given("SET k 0.2 EX 100"),
            write("INCRBYFLOAT k 1e30").given("SET k 3.14159"),
            write("SETRANGE k 5 xyz").given(OLD),
            write("SETRANGE k 0 ''"),
            write("SETBIT k 100 1").given(OLD),
            write("BITFIELD k SET u8 0 255 GET u4 8 INCRBY i5 100 1").given(OLD),
            write("BITFIELD k OVERFLOW FAIL INCRBY u2 0 3 INCRBY u2 0 3"),
            write("BITFIELD k GET u8 0").given(OLD).nothing(),
            write("BITOP AND d a b")
                    .given("SET a foobar", "SET b abcdef EX 100")
                    .keys("d"),
            write("BITOP XOR d a b")
                    .given("SET a foo", "SET b fox", "SET d old EX 5")
                    .keys("d"),
            write("BITOP NOT d a").given("SET a foo").keys("d"),
            write("BITOP OR d none1 none2").given("SET d old").keys("d").note("an empty result deletes"),
            write("BITOP OR a a b").given("SET a foo EX 100", "SET b bar").keys("a"),
            write("PFADD k a b c"),
            write("PFADD k d").given("PFADD k a b c"),
            write("PFADD k a").given("PFADD k a b c").nothing(),
            write("PFADD k"),
            write("PFMERGE d a b")
                    .given("PFADD a 1 2", "PFADD b 3", "PFADD d 4")
                    .keys("d"),
            write("PFMERGE d").copies("d"),
            write("PFDEBUG TODENSE k").given("PFADD k a b c").copies("k")));

    static {
        // Counting writes the count into the key; whether that is a write is the catalogue's to say.
        if (Catalogue.builtIn().resolve(Command.of("PFCOUNT", "k")).access() == Access.WRITE) {
            ALL.add(write("PFCOUNT k").given("PFADD k a b c"));
            ALL.add(write("PFCOUNT k").given("PFADD k")); // counts 0, and stores it
            ALL.add(write("PFCOUNT a b").given("PFADD a 1", "PFADD b 2").nothing());
        }
    }

    private StringCases() {}
}
