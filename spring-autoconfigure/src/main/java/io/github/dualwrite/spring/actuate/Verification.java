package io.github.dualwrite.spring.actuate;

import io.github.dualwrite.verify.VerifyReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last verification of one secondary that was asked for here, as JSON shows it.
 *
 * @param started when it began
 * @param finished when it ended, or {@code null} while it runs
 * @param equal whether every key was seen to be equal; {@code false} while it runs
 * @param primaryKeys keys listed on the primary
 * @param secondaryKeys keys listed on the secondary
 * @param missing keys that only the primary has
 * @param extra keys that only the secondary has
 * @param different keys that both have, but not alike
 * @param samples some of the keys, each with the reason; no values
 * @param problems why equality was not shown, besides differing keys
 */
public record Verification(
        Instant started,
        @Nullable Instant finished,
        boolean equal,
        long primaryKeys,
        long secondaryKeys,
        long missing,
        long extra,
        long different,
        List<String> samples,
        List<String> problems) {

    static Verification running(Instant started) {
        return new Verification(started, null, false, 0, 0, 0, 0, 0, List.of(), List.of());
    }

    Verification finished(Instant now, VerifyReport report) {
        return new Verification(
                started,
                now,
                report.isEqual(),
                report.primaryKeys(),
                report.secondaryKeys(),
                report.missing(),
                report.extra(),
                report.different(),
                report.samples().stream().map(VerifyReport.Difference::toString).toList(),
                report.problems());
    }

    Verification failed(Instant now, Throwable cause) {
        return new Verification(
                started, now, false, 0, 0, 0, 0, 0, List.of(), List.of(String.valueOf(cause.getMessage())));
    }
}
