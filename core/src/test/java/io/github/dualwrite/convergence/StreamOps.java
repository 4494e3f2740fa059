package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;

import java.util.List;

/** Streams with groups, consumers and pending entries. */
final class StreamOps {

    static final Family FAMILY = new Family(
            "stream",
            List.of(
                    form(d -> Op.of("XADD", d.key(), "*", d.field(), d.value())),
                    form(d -> Op.of("XADD", d.key(), "*", d.field(), d.value())),
                    form(d -> Op.of("XADD", d.key(), "MAXLEN", "8", "*", d.field(), d.value())),
                    form(d -> Op.of("XADD", d.key(), "NOMKSTREAM", "MAXLEN", "~", "20", "*", d.field(), d.value())),
                    form(d -> Op.of("XADD", d.key(), d.natural(60) + "-" + d.natural(3), d.field(), d.value())),
                    form(d -> Op.of("XDEL", d.key(), d.natural(60) + "-1", d.natural(60) + "-2")),
                    form(d -> Op.of("XTRIM", d.key(), "MAXLEN", d.natural(12))),
                    form(d -> Op.of("XTRIM", d.key(), "MINID", d.natural(30))),
                    form(d -> Op.of("XSETID", d.key(), Long.toString(System.currentTimeMillis() + 1) + "-0")),
                    form(d -> Op.at(2, "XGROUP", "CREATE", d.key(), group(d), d.pick("0", "$"), "MKSTREAM")),
                    form(d -> Op.at(2, "XGROUP", "CREATE", d.key(), group(d), "0")),
                    form(d -> Op.at(2, "XGROUP", "SETID", d.key(), group(d), d.pick("0", "$"))),
                    form(d -> Op.at(2, "XGROUP", "CREATECONSUMER", d.key(), group(d), consumer(d))),
                    form(d -> Op.at(2, "XGROUP", "DELCONSUMER", d.key(), group(d), consumer(d))),
                    form(d -> d.chance(20)
                            ? Op.at(2, "XGROUP", "DESTROY", d.key(), group(d))
                            : Op.of("XADD", d.key(), "*", d.field(), d.value())),
                    form(d -> Op.at(
                            7, "XREADGROUP", "GROUP", group(d), consumer(d), "COUNT", "3", "STREAMS", d.key(), ">")),
                    form(d -> Op.at(
                            7, "XREADGROUP", "GROUP", group(d), consumer(d), "COUNT", "3", "STREAMS", d.key(), ">")),
                    form(d -> Op.at(
                            8,
                            "XREADGROUP",
                            "GROUP",
                            group(d),
                            consumer(d),
                            "COUNT",
                            "1",
                            "NOACK",
                            "STREAMS",
                            d.key(),
                            ">")),
                    form(d -> Op.at(
                            7, "XREADGROUP", "GROUP", group(d), consumer(d), "COUNT", "3", "STREAMS", d.key(), "0")),
                    form(d -> Op.of("XACK", d.key(), group(d), d.natural(60) + "-1", d.natural(60) + "-2")),
                    form(d -> Op.of("XCLAIM", d.key(), group(d), consumer(d), "0", d.natural(60) + "-1")),
                    form(d -> Op.of(
                            "XCLAIM", d.key(), group(d), consumer(d), "0", d.natural(60) + "-1", "FORCE", "JUSTID")),
                    form(d -> Op.of("XAUTOCLAIM", d.key(), group(d), consumer(d), "0", "0", "COUNT", "4")),
                    form(d -> Op.of("XAUTOCLAIM", d.key(), group(d), consumer(d), "0", "0", "COUNT", "2", "JUSTID"))));

    private StreamOps() {}

    private static String group(Draw draw) {
        return "g" + draw.below(2);
    }

    private static String consumer(Draw draw) {
        return "c" + draw.below(3);
    }
}
