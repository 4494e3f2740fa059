package io.github.dualwrite.verify;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a verification found on one secondary.
 *
 * @param secondary the secondary's name
 * @param primaryKeys keys listed on the primary
 * @param secondaryKeys keys listed on the secondary
 * @param missing keys that only the primary has
 * @param extra keys that only the secondary has
 * @param different keys that both have with another type, value or time to live
 * @param samples some of them
 * @param canaryFound whether the key that was planted to be found different was found different: the proof that two clusters were compared
 * @param problems what could not be read; any entry means that equality was not shown
 */
public record VerifyReport(
        String secondary,
        long primaryKeys,
        long secondaryKeys,
        long missing,
        long extra,
        long different,
        List<Difference> samples,
        boolean canaryFound,
        List<String> problems) {

    /** Whether both sides were read to the end and every key was seen to be equal. Never true for want of looking. */
    public boolean isEqual() {
        return missing + extra + different == 0 && canaryFound && problems.isEmpty();
    }

    /** Keys that differ in any way. */
    public long differing() {
        return missing + extra + different;
    }

    /**
     * One key that differs.
     *
     * @param key the key; not a copy
     * @param reason what differs, without values
     */
    public record Difference(byte[] key, String reason) {

        /** The key as text where it is text, and the reason. */
        @Override
        public String toString() {
            return new String(key, StandardCharsets.UTF_8) + ": " + reason;
        }
    }
}
