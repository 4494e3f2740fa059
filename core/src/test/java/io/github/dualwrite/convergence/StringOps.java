package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;
import static io.github.dualwrite.convergence.Family.valkey;

import java.util.List;

/** Strings, with and without a time to live. */
final class StringOps {

    static final Family FAMILY = new Family(
            "string",
            List.of(
                    form(d -> Op.of("SET", d.key(), d.value())),
                    form(d -> Op.of("SET", d.key(), d.number())),
                    form(d -> Op.of("SET", d.key(), d.value(), d.pick("NX", "XX"))),
                    form(d -> Op.of("SET", d.key(), d.value(), "PX", d.millis())),
                    form(d -> Op.of("SET", d.key(), "0", "PX", d.millis())),
                    form(d -> Op.of("SET", d.key(), d.value(), "EX", d.seconds(), d.pick("NX", "XX"))),
                    form(d -> Op.of("SET", d.key(), d.value(), "PXAT", d.atMillis())),
                    form(d -> Op.of("SET", d.key(), d.value(), "EXAT", d.atSeconds(), "GET")),
                    form(d -> Op.of("SET", d.key(), d.value(), "KEEPTTL")),
                    form(d -> Op.of("SET", d.key(), d.value(), "GET")),
                    valkey(8, 1, d -> Op.of("SET", d.key(), d.value(), "IFEQ", d.number())),
                    valkey(9, 0, d -> Op.of("DELIFEQ", d.key(), d.number())),
                    form(d -> Op.of("SETNX", d.key(), d.value())),
                    form(d -> Op.of("SETEX", d.key(), d.seconds(), d.value())),
                    form(d -> Op.of("PSETEX", d.key(), d.millis(), d.value())),
                    form(d -> Op.of("GETSET", d.key(), d.value())),
                    form(d -> Op.of("GETDEL", d.key())),
                    form(d -> Op.of("GETEX", d.key(), d.pick("EX"), d.seconds())),
                    form(d -> Op.of("GETEX", d.key(), "PX", d.millis())),
                    form(d -> Op.of("GETEX", d.key(), "PERSIST")),
                    form(d -> Op.of("APPEND", d.key(), d.value())),
                    form(d -> Op.of("SETRANGE", d.key(), d.natural(20), d.value())),
                    form(d -> Op.of("INCR", d.key())),
                    form(d -> Op.of("DECR", d.key())),
                    form(d -> Op.of("INCRBY", d.key(), d.number())),
                    form(d -> Op.of("DECRBY", d.key(), d.number())),
                    form(d -> Op.of("INCRBYFLOAT", d.key(), d.decimal())),
                    form(d -> Op.of("MSET", d.tagged(), d.value(), d.tagged(), d.number())),
                    form(d -> Op.of("MSETNX", d.tagged(), d.value(), d.tagged(), d.number()))));

    private StringOps() {}
}
