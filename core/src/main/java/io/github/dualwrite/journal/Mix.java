package io.github.dualwrite.journal;

import java.nio.charset.StandardCharsets;

/** A hash in which every bit of the input moves every bit of the output. */
final class Mix {

    private Mix() {}

    static long of(long value) {
        long h = value + 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 30) * 0xbf58476d1ce4e5b9L;
        h = (h ^ h >>> 27) * 0x94d049bb133111ebL;
        return h ^ h >>> 31;
    }

    static long of(String text) {
        long h = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = of(h ^ b);
        }
        return h;
    }
}
