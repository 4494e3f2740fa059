package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;

import java.util.List;

/** Sets. */
final class SetOps {

    static final Family FAMILY = new Family(
            "set",
            List.of(
                    form(d -> Op.of("SADD", d.key(), d.member(), d.member())),
                    form(d -> Op.of("SADD", d.key(), d.number())),
                    form(d -> Op.of("SREM", d.key(), d.member(), d.number())),
                    form(d -> Op.of("SPOP", d.key())),
                    form(d -> Op.of("SPOP", d.key(), d.natural(4))),
                    form(d -> Op.of("SMOVE", d.tagged(), d.tagged(), d.member())),
                    form(d -> Op.of("SUNIONSTORE", d.tagged(), d.tagged(), d.tagged())),
                    form(d -> Op.of("SINTERSTORE", d.tagged(), d.tagged(), d.tagged())),
                    form(d -> Op.of("SDIFFSTORE", d.tagged(), d.tagged(), d.tagged()))));

    private SetOps() {}
}
