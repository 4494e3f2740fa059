package io.github.dualwrite.repair;

import io.github.dualwrite.net.Slots;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names of temporary keys in the slot of another key, so that one can be renamed to the other. */
final class TemporaryKeys {

    private TemporaryKeys() {}

    /** A name that nobody else uses: prefix, hash tag, and {@code random}. */
    static byte[] inSlotOf(byte[] key, long random) {
        byte[] prefix = KeyCopy.TEMPORARY_PREFIX.getBytes(StandardCharsets.US_ASCII);
        byte[] suffix = Long.toHexString(random).getBytes(StandardCharsets.US_ASCII);
        byte[] tagged = join(prefix, new byte[] {'{'}, tag(key), new byte[] {'}'}, suffix);
        int slot = Slots.of(key);
        if (Slots.of(tagged) == slot) {
            return tagged;
        }
        // a key with a closing brace and no tag of its own cannot stand between braces: any word that hashes right will
        // do
        for (long i = 0; ; i++) {
            byte[] word = ("{" + i + "}").getBytes(StandardCharsets.US_ASCII);
            if (Slots.of(word) == slot) {
                return join(prefix, word, suffix);
            }
        }
    }

    private static byte[] tag(byte[] key) {
        for (int open = 0; open < key.length; open++) {
            if (key[open] == '{') {
                for (int close = open + 1; close < key.length; close++) {
                    if (key[close] == '}') {
                        return close > open + 1 ? java.util.Arrays.copyOfRange(key, open + 1, close) : key;
                    }
                }
                return key;
            }
        }
        return key;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
