package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;

import java.util.List;

/** Hashes. */
final class HashOps {

    static final Family FAMILY = new Family(
            "hash",
            List.of(
                    form(d -> Op.of("HSET", d.key(), d.field(), d.value(), d.field(), d.number())),
                    form(d -> Op.of("HSET", d.key(), d.field(), d.number())),
                    form(d -> Op.of("HMSET", d.key(), d.field(), d.value(), d.field(), d.value())),
                    form(d -> Op.of("HSETNX", d.key(), d.field(), d.value())),
                    form(d -> Op.of("HINCRBY", d.key(), d.field(), d.number())),
                    form(d -> Op.of("HINCRBYFLOAT", d.key(), d.field(), d.decimal())),
                    form(d -> Op.of("HDEL", d.key(), d.field(), d.field()))));

    private HashOps() {}
}
