package io.github.dualwrite.engine;

import java.nio.charset.StandardCharsets;

/**
 * A key that could not be copied to a secondary. The next write to it tries again; until then there is no agreement.
 *
 * @param key its bytes, not a copy
 * @param reason why, in the words of the server or of the copy
 */
@SuppressWarnings("ArrayRecordComponent") // a key as it goes over the wire; these are listed, never compared
public record UnrepairableKey(byte[] key, String reason) {

    /** The key as text, for people: bytes that are no UTF-8 are replaced. */
    public String text() {
        return new String(key, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text() + ": " + reason;
    }
}
