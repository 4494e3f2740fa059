package io.github.dualwrite.engine;

import java.nio.charset.StandardCharsets;

/** Keys that Dualwrite itself keeps on a secondary. They are no data: never copied, never compared. */
public final class OwnKeys {

    /** Every key of ours starts with this. */
    public static final String PREFIX = "dualwrite:";

    private static final byte[] BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

    private OwnKeys() {}

    /** Whether a key is ours. */
    public static boolean isOwn(byte[] key) {
        if (key.length < BYTES.length) {
            return false;
        }
        for (int i = 0; i < BYTES.length; i++) {
            if (key[i] != BYTES[i]) {
                return false;
            }
        }
        return true;
    }
}
