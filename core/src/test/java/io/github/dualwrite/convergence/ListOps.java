package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;
import static io.github.dualwrite.convergence.Family.since;

import java.util.List;

/** Lists, blocking commands included. */
final class ListOps {

    private static final String MOMENT = "0.005";

    static final Family FAMILY = new Family(
            "list",
            List.of(
                    form(d -> Op.of("LPUSH", d.key(), d.value(), d.member())),
                    form(d -> Op.of("RPUSH", d.key(), d.member())),
                    form(d -> Op.of("RPUSH", d.key(), d.member(), d.member(), d.value())),
                    form(d -> Op.of(d.pick("LPUSHX", "RPUSHX"), d.key(), d.member())),
                    form(d -> Op.of("LPOP", d.key())),
                    form(d -> Op.of("RPOP", d.key(), d.natural(4))),
                    form(d -> Op.of("LREM", d.key(), d.index(), d.member())),
                    form(d -> Op.of("LSET", d.key(), d.index(), d.value())),
                    form(d -> Op.of("LTRIM", d.key(), d.natural(3), "12")),
                    form(d -> Op.of("LINSERT", d.key(), d.pick("BEFORE", "AFTER"), d.member(), d.value())),
                    form(d -> Op.of("LMOVE", d.tagged(), d.tagged(), d.pick("LEFT", "RIGHT"), d.pick("LEFT", "RIGHT"))),
                    form(d -> Op.of("RPOPLPUSH", d.tagged(), d.tagged())),
                    form(d -> Op.of("BLPOP", d.tagged(), d.tagged(), MOMENT)),
                    form(d -> Op.of("BRPOP", d.key(), MOMENT)),
                    form(d -> Op.of("BLMOVE", d.tagged(), d.tagged(), "LEFT", "RIGHT", MOMENT)),
                    form(d -> Op.of("BRPOPLPUSH", d.tagged(), d.tagged(), MOMENT)),
                    form(d -> Op.of("SORT", d.tagged(), "STORE", d.tagged(), "ALPHA")),
                    since(7, 0, d -> Op.at(2, "LMPOP", "2", d.tagged(), d.tagged(), "LEFT", "COUNT", "2")),
                    since(7, 0, d -> Op.at(3, "BLMPOP", MOMENT, "1", d.key(), "RIGHT"))));

    private ListOps() {}
}
