package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;

import java.util.List;

/** Strings as bits. */
final class BitOps {

    static final Family FAMILY = new Family(
            "bits",
            List.of(
                    form(d -> Op.of("SETBIT", d.key(), d.natural(80), d.pick("0", "1"))),
                    form(d -> Op.of("SETBIT", d.key(), d.natural(80), "1")),
                    form(d -> Op.of("BITFIELD", d.key(), "INCRBY", "u8", d.natural(40), "3")),
                    form(d -> Op.of(
                            "BITFIELD",
                            d.key(),
                            "SET",
                            "i5",
                            "2",
                            d.natural(9),
                            "OVERFLOW",
                            "FAIL",
                            "INCRBY",
                            "u2",
                            "0",
                            "1")),
                    form(d -> Op.at(2, "BITOP", d.pick("AND", "OR", "XOR"), d.tagged(), d.tagged(), d.tagged())),
                    form(d -> Op.at(2, "BITOP", "NOT", d.tagged(), d.tagged()))));

    private BitOps() {}
}
