package io.github.dualwrite.convergence;

import static io.github.dualwrite.convergence.Family.form;

import java.util.List;

/** Places. */
final class GeoOps {

    static final Family FAMILY = new Family(
            "geo",
            List.of(
                    form(d -> Op.of("GEOADD", d.key(), d.decimal(), d.natural(80), d.member())),
                    form(d -> Op.of("GEOADD", d.key(), "XX", "CH", d.decimal(), d.natural(80), d.member())),
                    form(d -> Op.of(
                            "GEOSEARCHSTORE",
                            d.tagged(),
                            d.tagged(),
                            "FROMLONLAT",
                            "10",
                            "10",
                            "BYRADIUS",
                            "4000",
                            "km")),
                    form(d -> Op.of("GEORADIUS", d.tagged(), "20", "20", "3000", "km", "STORE", d.tagged())),
                    form(d -> Op.of(
                            "GEORADIUSBYMEMBER", d.tagged(), d.member(), "3000", "km", "STOREDIST", d.tagged()))));

    private GeoOps() {}
}
