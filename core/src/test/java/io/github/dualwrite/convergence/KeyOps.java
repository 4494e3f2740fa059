package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;
import static io.github.dualwrite.convergence.Family.since;

import java.util.List;

/** Commands on keys of any type: removal, expiry, copies and renames within a hash tag. */
final class KeyOps {

    static final Family FAMILY = new Family(
            "string",
            List.of(
                    form(d -> Op.of("DEL", d.anyKey())),
                    form(d -> Op.of("UNLINK", d.anyKey())),
                    form(d -> Op.of(d.pick("DEL", "UNLINK"), d.tagged(), d.tagged(), d.tagged())),
                    form(d -> Op.of("EXPIRE", d.anyKey(), d.seconds())),
                    form(d -> Op.of("PEXPIRE", d.anyKey(), d.millis())),
                    form(d -> Op.of("PEXPIRE", d.anyKey(), d.millis())),
                    form(d -> Op.of("PEXPIRE", d.anyKey(), "-1")),
                    form(d -> Op.of("EXPIREAT", d.anyKey(), d.atSeconds())),
                    form(d -> Op.of("PEXPIREAT", d.anyKey(), d.atMillis())),
                    since(7, 0, d -> Op.of("PEXPIRE", d.anyKey(), d.millis(), d.pick("NX", "XX", "GT", "LT"))),
                    form(d -> Op.of("PERSIST", d.anyKey())),
                    form(KeyOps::copy),
                    form(KeyOps::rename)));

    private KeyOps() {}

    private static Op copy(Draw draw) {
        draw.begin(draw.any());
        String from = draw.tagged();
        return draw.chance(50) ? Op.of("COPY", from, draw.tagged()) : Op.of("COPY", from, draw.tagged(), "REPLACE");
    }

    private static Op rename(Draw draw) {
        draw.begin(draw.any());
        return Op.of(draw.pick("RENAME", "RENAMENX"), draw.tagged(), draw.tagged());
    }
}
