package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.write;

import io.github.dualwrite.versions.Since;
import java.util.List;

/** Whole keys: their expiry, their names, copies of them, and sorted or geographic results stored in them. */
final class KeyCases {

    private static final Since CONDITIONS = Since.redis(7, 0);
    private static final String V = "SET k v";
    private static final String SOON = "SET k v EX 50";
    private static final String CITIES = "GEOADD g 13.36 38.11 Palermo 15.08 37.50 Catania 2.35 48.85 Paris";

    static final List<EffectCase> ALL = List.of(
            write("EXPIRE k 100").given(V).sends("PEXPIRE"),
            write("EXPIRE k 100").nothing(),
            write("EXPIRE k -1").given(V).sends("UNLINK"),
            write("EXPIRE k 0").given("RPUSH k a"),
            write("EXPIRE k 9223372036854775807").given(V).refused(),
            write("EXPIRE k 100 NX").given(V).since(CONDITIONS),
            write("EXPIRE k 100 NX").given(SOON).since(CONDITIONS).nothing(),
            write("EXPIRE k 100 XX").given(SOON).since(CONDITIONS),
            write("EXPIRE k 100 XX").given(V).since(CONDITIONS).nothing(),
            write("EXPIRE k 100 GT").given(SOON).since(CONDITIONS).sends("PEXPIRE"),
            write("EXPIRE k 10 GT").given(SOON).since(CONDITIONS).nothing(),
            write("EXPIRE k 10 LT").given(SOON).since(CONDITIONS),
            write("EXPIRE k 10 LT").given(V).since(CONDITIONS),
            write("EXPIRE k 100 LT").given(SOON).since(CONDITIONS).nothing(),
            write("PEXPIRE k 100000").given(V),
            write("PEXPIRE k -5").given(V).sends("UNLINK"),
            write("PEXPIRE k 100000 XX").given(SOON).since(CONDITIONS),
            write("EXPIREAT k %s+100").given(V).sends("EXPIREAT"),
            write("EXPIREAT k %s-100").given(V),
            write("EXPIREAT k %s+100 GT").given(SOON).since(CONDITIONS),
            write("EXPIREAT k %s+10 GT").given(SOON).since(CONDITIONS).nothing(),
            write("PEXPIREAT k %ms+100000").given(SOON).sends("PEXPIREAT"),
            write("PEXPIREAT k 1").given(SOON),
            write("PEXPIREAT k %ms+100000 LT").given(V).since(CONDITIONS),
            write("PERSIST k").given(SOON),
            write("PERSIST k").given(V).nothing(),
            write("DEL k").given(SOON),
            write("DEL a b c").given("SET a 1", "RPUSH c x").keys("a", "b", "c"),
            write("DEL k"),
            write("UNLINK a b").given("SET a 1").keys("a", "b"),
            write("RENAME a b").given("SET a 1 EX 100", "RPUSH b x").keys("a", "b"),
            write("RENAME a a").given("SET a 1").keys("a", "a"),
            write("RENAME a b").refused(),
            write("RENAMENX a b").given("SET a 1 EX 100").keys("a", "b"),
            write("RENAMENX a b").given("SET a 1", "SET b 2").nothing(),
            write("COPY a b").given("SET a 1 EX 100").keys("b"),
            write("COPY a b").given("ZADD a 1 x 2 y").keys("b"),
            write("COPY a b").given("SET a 1", "SET b 2").nothing(),
            write("COPY a b REPLACE").given("HSET a f v", "SET b 2 EX 100").keys("b"),
            write("COPY a b").nothing(),
            write("RESTORE k 0 %dump:src").given("SET src value"),
            write("RESTORE k 100000 %dump:src REPLACE").given("RPUSH src a b", "SET k old"),
            write("RESTORE k %ms+100000 %dump:src ABSTTL").given("SET src value"),
            write("RESTORE k %ms-5 %dump:src REPLACE ABSTTL").given("SET src value", "SET k old"),
            write("RESTORE k 0 %dump:src IDLETIME 10").given("SET src value"),
            write("RESTORE k 0 %dump:src FREQ 10").given("SET src value"),
            write("RESTORE k 0 %dump:src").given("SET src value", "SET k old").refused(),
            write("RESTORE k 0 nonsense").refused(),
            write("SORT l ALPHA DESC STORE d")
                    .given("RPUSH l b c a", "SET d old EX 10")
                    .copies("d"),
            write("SORT l BY w_* GET v_* STORE d")
                    .given("RPUSH l 1 2", "MSET w_1 9 w_2 3 v_1 a v_2 b")
                    .copies("d"),
            write("SORT none STORE d").given("SET d old").copies("d"),
            write("SORT l ALPHA").given("RPUSH l b a").nothing(),
            write("SORT l STORE d").given("RPUSH l b a").failsHalfWay("d").note("not numbers"),
            write("GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania"),
            write("GEOADD g XX CH 13.4 38.2 Palermo 1 1 New").given(CITIES),
            write("GEOADD g 200 95 Nowhere").given(CITIES).refused(),
            write("GEORADIUS g 15 37 200 km STORE d").given(CITIES, "SET d old").copies("d"),
            write("GEORADIUS g 15 37 200 km STOREDIST d").given(CITIES).copies("d"),
            write("GEORADIUS g 15 37 200 km").given(CITIES).nothing(),
            write("GEORADIUSBYMEMBER g Palermo 200 km ASC COUNT 1 STORE d")
                    .given(CITIES)
                    .copies("d"),
            write("GEORADIUSBYMEMBER g Palermo 200 km").given(CITIES).nothing(),
            write("GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km")
                    .given(CITIES)
                    .copies("d"),
            write("GEOSEARCHSTORE d g FROMMEMBER Paris BYBOX 10 10 km STOREDIST")
                    .given(CITIES)
                    .copies("d"));

    private KeyCases() {}
}
