package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;
import static io.github.dualwrite.convergence.Family.since;

import java.util.List;

/** Sorted sets, blocking commands included. */
final class SortedSetOps {

    private static final String MOMENT = "0.005";

    static final Family FAMILY = new Family(
            "zset",
            List.of(
                    form(d -> Op.of("ZADD", d.key(), d.decimal(), d.member(), d.number(), d.member())),
                    form(d -> Op.of("ZADD", d.key(), d.pick("NX", "XX", "GT", "LT"), "CH", d.decimal(), d.member())),
                    form(d -> Op.of("ZADD", d.key(), "INCR", d.decimal(), d.member())),
                    form(d -> Op.of("ZINCRBY", d.key(), d.decimal(), d.member())),
                    form(d -> Op.of("ZREM", d.key(), d.member(), d.member())),
                    form(d -> Op.of(d.pick("ZPOPMIN", "ZPOPMAX"), d.key())),
                    form(d -> Op.of("ZPOPMIN", d.key(), "2")),
                    form(d -> Op.of(d.pick("BZPOPMIN", "BZPOPMAX"), d.tagged(), d.tagged(), MOMENT)),
                    form(d -> Op.of("ZREMRANGEBYRANK", d.key(), d.index(), d.index())),
                    form(d -> Op.of("ZREMRANGEBYSCORE", d.key(), "(" + d.number(), d.number())),
                    form(d -> Op.of("ZREMRANGEBYLEX", d.key(), "[m1", "[m12")),
                    form(d -> Op.of("ZUNIONSTORE", d.tagged(), "2", d.tagged(), d.tagged(), "WEIGHTS", "2", "0.5")),
                    form(d -> Op.of("ZINTERSTORE", d.tagged(), "2", d.tagged(), d.tagged(), "AGGREGATE", "MAX")),
                    form(d -> Op.of("ZDIFFSTORE", d.tagged(), "2", d.tagged(), d.tagged())),
                    form(d -> Op.of("ZRANGESTORE", d.tagged(), d.tagged(), "0", "4")),
                    since(7, 0, d -> Op.at(2, "ZMPOP", "2", d.tagged(), d.tagged(), "MIN", "COUNT", "2")),
                    since(7, 0, d -> Op.at(3, "BZMPOP", MOMENT, "1", d.key(), "MAX"))));

    private SortedSetOps() {}
}
