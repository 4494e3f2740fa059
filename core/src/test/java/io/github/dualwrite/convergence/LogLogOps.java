package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;

import java.util.List;

/** HyperLogLogs. */
final class LogLogOps {

    static final Family FAMILY = new Family(
            "hll",
            List.of(
                    form(d -> Op.of("PFADD", d.key(), d.member(), d.value())),
                    form(d -> Op.of("PFADD", d.key())),
                    form(d -> Op.of("PFCOUNT", d.key())),
                    form(d -> Op.of("PFMERGE", d.tagged(), d.tagged(), d.tagged()))));

    private LogLogOps() {}
}
