package io.github.dualwrite.listener.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dualwrite.account.Account;
import io.github.dualwrite.event.Event;
import io.github.dualwrite.sync.Progress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code /api/status} says. Its fields are an interface: none is renamed or removed within a major version. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusPage(
        String version,
        String now,
        long uptimeSeconds,
        String tone,
        String state,
        String verdict,
        int clients,
        long commands,
        Primary primary,
        List<Secondary> secondaries,
        List<Happened> events) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Primary(
            String name,
            String tone,
            String state,
            @Nullable String why,
            List<NodeLine> nodes) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Secondary(
            String name,
            String tone,
            String state,
            @Nullable String why,
            boolean inAgreement,
            double lagMillis,
            long queuedEffects,
            long queuedBytes,
            int dirtyKeys,
            long dirtyBytes,
            SlotCounts slotCounts,
            List<int[]> slots,
            Backfill backfill,
            AccountLine account,
            List<KeyLine> unrepairableKeys,
            List<NodeLine> nodes) {}

    /** A key that could not be copied, and why. */
    record KeyLine(String key, String reason) {}

    record SlotCounts(int synced, int syncing, int dirty, int unsynced) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Backfill(
            long keysDone,
            long keysTotal,
            int slotsDone,
            int slotsTotal,
            @Nullable Long remainingSeconds) {

        static Backfill of(Progress progress) {
            return new Backfill(
                    progress.keysDone(),
                    progress.keysTotal(),
                    progress.slotsDone(),
                    progress.slotsTotal(),
                    progress.remaining() == null ? null : progress.remaining().toSeconds());
        }
    }

    record AccountLine(
            long acknowledged,
            long applied,
            long repaired,
            long pending,
            long dirty,
            long unrepairable,
            long excluded,
            boolean balanced,
            long keysCopied,
            long retries,
            long audited,
            long foundDifferent,
            Map<String, Long> marks,
            Map<String, Long> mismatches,
            Map<String, Long> errors) {

        static AccountLine of(Account.Snapshot account) {
            return new AccountLine(
                    account.acknowledged(),
                    account.applied(),
                    account.repaired(),
                    account.pending(),
                    account.dirty(),
                    account.unrepairable(),
                    account.excluded(),
                    account.isBalanced(),
                    account.keysCopied(),
                    account.retries(),
                    account.audited(),
                    account.foundDifferent(),
                    account.marks(),
                    account.mismatches(),
                    account.errors());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeLine(
            String address, int slots, boolean up, @Nullable String cause) {}

    record Happened(String at, String target, String severity, String text) {

        static Happened of(Event event) {
            return new Happened(
                    event.at().toString(),
                    event.target(),
                    event.severity().name().toLowerCase(Locale.ROOT),
                    event.text());
        }
    }
}
