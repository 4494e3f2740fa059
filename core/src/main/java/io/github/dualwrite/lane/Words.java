package io.github.dualwrite.lane;

import java.nio.charset.StandardCharsets;

/** Protocol words. */
final class Words {

    static final byte[] MULTI = ascii("MULTI");
    static final byte[] EXEC = ascii("EXEC");
    static final byte[] ASKING = ascii("ASKING");
    static final byte[] UNLINK = ascii("UNLINK");

    private Words() {}

    static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
