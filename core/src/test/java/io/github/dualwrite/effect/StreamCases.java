package io.github.dualwrite.effect;

import static io.github.dualwrite.effect.EffectCase.write;

import io.github.dualwrite.versions.Since;
import java.util.List;

/** Streams: what the primary chose (ids, deliveries, claims) is what the secondary gets. */
final class StreamCases {

    private static final String[] THREE = {"XADD s 1-1 f a", "XADD s 2-1 f b", "XADD s 3-1 f c"};
    private static final String[] GROUP = with(THREE, "XGROUP CREATE s g 0");
    private static final String[] PENDING = with(GROUP, "XREADGROUP GROUP g bob COUNT 2 STREAMS s >");
    private static final Since COUNTED = Since.redis(7, 0);

    static final List<EffectCase> ALL = List.of(
            write("XADD s * f v").sends("XADD"),
            write("XADD s * f v g w").given(THREE),
            write("XADD s 9-9 f v").given(THREE),
            write("XADD s 1-1 f v").given(THREE).refused(),
            write("XADD s 3-* f v").given(THREE).since(COUNTED),
            write("XADD s NOMKSTREAM * f v").given(THREE),
            write("XADD s NOMKSTREAM * f v").nothing(),
            write("XADD s MAXLEN 2 * f v").given(THREE),
            write("XADD s MAXLEN = 0 * f v").given(THREE),
            write("XADD s MINID 2-0 * f v").given(THREE),
            write("XADD s MAXLEN ~ 2 * f v").given(THREE).copies("s"),
            write("XADD s NOMKSTREAM MINID ~ 2 LIMIT 10 * f v").given(THREE).copies("s"),
            write("XADD s * f v").given("SET s v").refused(),
            write("XTRIM s MAXLEN 1").given(PENDING),
            write("XTRIM s MINID = 3").given(THREE),
            write("XTRIM s MAXLEN 10").given(THREE).nothing(),
            write("XTRIM s MAXLEN ~ 1").given(THREE).nothing().note("less than a node: nothing is trimmed"),
            write("XDEL s 2-1 7-7").given(PENDING),
            write("XDEL s 1-1 2-1 3-1").given(THREE),
            write("XDEL s 7-7").given(THREE).nothing(),
            write("XSETID s 9-0").given(THREE),
            write("XSETID s 9-0 ENTRIESADDED 100 MAXDELETEDID 5-0")
                    .given(THREE)
                    .since(COUNTED)
                    .stepsSince(COUNTED),
            write("XSETID s 1-0").given(THREE).refused(),
            write("XGROUP CREATE s g $").given(THREE).keys("s"),
            write("XGROUP CREATE s g 2-1").given(THREE).keys("s"),
            write("XGROUP CREATE s g 0 MKSTREAM").keys("s"),
            write("XGROUP CREATE s g $ ENTRIESREAD 2")
                    .given(THREE)
                    .keys("s")
                    .since(COUNTED)
                    .stepsSince(COUNTED),
            write("XGROUP CREATE s g 0").given(GROUP).refused(),
            write("XGROUP CREATE s g $").refused(),
            write("XGROUP SETID s g 2-1").given(PENDING).keys("s"),
            write("XGROUP CREATECONSUMER s g eve").given(GROUP).keys("s"),
            write("XGROUP DELCONSUMER s g bob").given(PENDING).keys("s"),
            write("XGROUP DESTROY s g").given(PENDING).keys("s"),
            write("XREADGROUP GROUP g bob STREAMS s >").given(GROUP).keys("s").sends("XREADGROUP"),
            write("XREADGROUP GROUP g bob COUNT 1 BLOCK 10 STREAMS s >")
                    .given(GROUP)
                    .keys("s"),
            write("XREADGROUP GROUP g bob NOACK STREAMS s >").given(GROUP).keys("s"),
            write("XREADGROUP GROUP g bob BLOCK 10 STREAMS s >")
                    .given(with(GROUP, "XGROUP SETID s g $"))
                    .nothing(),
            write("XREADGROUP GROUP g bob STREAMS s 0").given(PENDING).keys("s").note("again from the history"),
            write("XREADGROUP GROUP g bob STREAMS s 0")
                    .given(with(PENDING, "XDEL s 1-1"))
                    .keys("s"),
            write("XREADGROUP GROUP g bob COUNT 2 STREAMS s t > >")
                    .given(with(GROUP, "XADD t 5-5 f z", "XGROUP CREATE t g 0"))
                    .keys("s", "t")
                    .sends("XREADGROUP", "XREADGROUP"),
            write("XREADGROUP GROUP g bob STREAMS t s > >")
                    .given(with(GROUP, "XGROUP CREATE t g 0 MKSTREAM"))
                    .keys("s"),
            write("XREADGROUP GROUP none bob STREAMS s >").given(GROUP).refused(),
            write("XACK s g 1-1 7-7").given(PENDING),
            write("XACK s g 7-7").given(PENDING).nothing(),
            write("XCLAIM s g eve 0 1-1").given(PENDING).sends("XCLAIM"),
            write("XCLAIM s g eve 0 1-1 2-1 JUSTID").given(PENDING),
            write("XCLAIM s g eve 0 1-1 IDLE 5000 RETRYCOUNT 7").given(PENDING),
            write("XCLAIM s g eve 0 1-1 TIME %ms-4000").given(PENDING),
            write("XCLAIM s g eve 0 3-1 FORCE").given(PENDING),
            write("XCLAIM s g eve 0 1-1 LASTID 3-1").given(PENDING),
            write("XCLAIM s g eve 1000000 1-1").given(PENDING).copies("s").note("not idle: the reply does not say why"),
            write("XCLAIM s g eve 0 1-1 2-1").given(with(PENDING, "XDEL s 1-1")).copies("s"),
            write("XAUTOCLAIM s g eve 0 0").given(PENDING).sends("XCLAIM"),
            write("XAUTOCLAIM s g eve 0 0 COUNT 1").given(PENDING),
            write("XAUTOCLAIM s g eve 0 0 COUNT 1 JUSTID").given(PENDING),
            write("XAUTOCLAIM s g eve 0 0 JUSTID COUNT 1").given(PENDING),
            write("XAUTOCLAIM s g eve 1000000 0").given(PENDING).nothing(),
            write("XAUTOCLAIM s g eve 0 0")
                    .given(with(PENDING, "XDEL s 1-1"))
                    .since(COUNTED)
                    .sends("XCLAIM", "XACK"),
            write("XAUTOCLAIM s g eve 0 0")
                    .given(with(PENDING, "XDEL s 1-1"))
                    .until(COUNTED)
                    .copies("s"),
            write("XAUTOCLAIM s g eve 0 0 JUSTID")
                    .given(with(PENDING, "XDEL s 1-1 2-1"))
                    .since(COUNTED)
                    .sends("XACK"));

    private StreamCases() {}

    private static String[] with(String[] lines, String... more) {
        return java.util.stream.Stream.of(lines, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
