package io.github.dualwrite.effect;

import java.nio.charset.StandardCharsets;

/** The words that effects are made of, encoded once, and the comparison of words with options. */
final class Words {

    static final byte[] ABSTTL = ascii("ABSTTL");
    static final byte[] COUNT = ascii("COUNT");
    static final byte[] FIELDS = ascii("FIELDS");
    static final byte[] FORCE = ascii("FORCE");
    static final byte[] GET = ascii("GET");
    static final byte[] GROUP = ascii("GROUP");
    static final byte[] HDEL = ascii("HDEL");
    static final byte[] HPERSIST = ascii("HPERSIST");
    static final byte[] HPEXPIRE = ascii("HPEXPIRE");
    static final byte[] HPEXPIREAT = ascii("HPEXPIREAT");
    static final byte[] HSET = ascii("HSET");
    static final byte[] HSETEX = ascii("HSETEX");
    static final byte[] JUSTID = ascii("JUSTID");
    static final byte[] KEEPTTL = ascii("KEEPTTL");
    static final byte[] LMOVE = ascii("LMOVE");
    static final byte[] LPOP = ascii("LPOP");
    static final byte[] MSET = ascii("MSET");
    static final byte[] NOACK = ascii("NOACK");
    static final byte[] PERSIST = ascii("PERSIST");
    static final byte[] PEXPIRE = ascii("PEXPIRE");
    static final byte[] PEXPIREAT = ascii("PEXPIREAT");
    static final byte[] PX = ascii("PX");
    static final byte[] PXAT = ascii("PXAT");
    static final byte[] REPLACE = ascii("REPLACE");
    static final byte[] RESTORE = ascii("RESTORE");
    static final byte[] RPOP = ascii("RPOP");
    static final byte[] RPOPLPUSH = ascii("RPOPLPUSH");
    static final byte[] SET = ascii("SET");
    static final byte[] SREM = ascii("SREM");
    static final byte[] STREAMS = ascii("STREAMS");
    static final byte[] UNLINK = ascii("UNLINK");
    static final byte[] CREATECONSUMER = ascii("CREATECONSUMER");
    static final byte[] XGROUP = ascii("XGROUP");
    static final byte[] XACK = ascii("XACK");
    static final byte[] XCLAIM = ascii("XCLAIM");
    static final byte[] XREADGROUP = ascii("XREADGROUP");
    static final byte[] ZERO = ascii("0");
    static final byte[] ZINCRBY = ascii("ZINCRBY");
    static final byte[] ZREM = ascii("ZREM");

    /** The status reply of most writes. */
    static final byte[] OK = ascii("OK");

    private Words() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether {@code word} is the option {@code upper} in any case; allocates nothing. */
    static boolean is(byte[] word, String upper) {
        if (word.length != upper.length()) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            int c = word[i];
            if (c >= 'a' && c <= 'z') {
                c -= 'a' - 'A';
            }
            if (c != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
