package io.github.dualwrite.lane;

import java.nio.charset.StandardCharsets;

/** Protocol words. */
final class Words {

    static final byte[] MULTI = ascii("MULTI");
    static final byte[] EXEC = ascii("EXEC");
    static final byte[] ASKING = ascii("ASKING");
    static final byte[] UNLINK = ascii("UNLINK");

    private Words() {}

    /** Whether a word is {@code upper} in any case. */
    static boolean is(byte[] word, String upper) {
        if (word.length != upper.length()) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            int c = word[i];
            if ((c >= 'a' && c <= 'z' ? c - 32 : c) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
