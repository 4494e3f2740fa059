package io.github.dualwrite.engine;

import io.github.dualwrite.account.Account;
import io.github.dualwrite.capability.Capability;
import io.github.dualwrite.fleet.FleetStatus;
import io.github.dualwrite.forget.ForgottenStatus;
import io.github.dualwrite.ghost.GhostStatus;
import io.github.dualwrite.journal.JournalStatus;
import io.github.dualwrite.message.MessageStatus;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.sync.Progress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one secondary is doing, at one moment.
 *
 * @param name the target's name
 * @param account what became of every acknowledged write
 * @param lag the age of the oldest unconfirmed effect; zero if there is none
 * @param queuedEffects effects queued or sent and not yet confirmed
 * @param queuedBytes the memory they hold, in bytes
 * @param dirtyKeys keys that wait for a copy, unrepairable ones included
 * @param dirtyBytes the memory they hold, in bytes
 * @param unsyncedSlots slots never copied
 * @param dirtySlots slots of which too much was forgotten, waiting for a pass
 * @param syncingSlots slots under a pass
 * @param syncedSlots slots whose keys equal the primary's unless they are dirty
 * @param backfill how far the passes over its slots are
 * @param fleet how this process hears of others that write to the secondary, or {@code null} where that is switched off
 * @param ghosts writes that were lost on a connection and may still come
 * @param journal which slots are remembered as in doubt, or {@code null} without a journal
 * @param othersSilent whether a process that writes to the secondary is without a sign of life and may have left something in doubt
 * @param forgotten what servers of either side may have forgotten
 * @param trouble why the target's nodes are not known, or {@code null}
 * @param nodesDown nodes that do not answer, with causes
 * @param refused what the secondary does not let its user do, with its answers; each has a {@linkplain Capability#fallback fallback}
 * @param refusedByPrimary the same of the primary, which copies read from
 * @param messages what became of published messages, or {@code null} where they are ignored
 */
public record SecondaryStatus(
        String name,
        Account.Snapshot account,
        Duration lag,
        long queuedEffects,
        long queuedBytes,
        int dirtyKeys,
        long dirtyBytes,
        int unsyncedSlots,
        int dirtySlots,
        int syncingSlots,
        int syncedSlots,
        Progress backfill,
        @Nullable FleetStatus fleet,
        GhostStatus ghosts,
        @Nullable JournalStatus journal,
        boolean othersSilent,
        ForgottenStatus forgotten,
        @Nullable String trouble,
        Map<Node, String> nodesDown,
        Map<Capability, String> refused,
        Map<Capability, String> refusedByPrimary,
        @Nullable MessageStatus messages) {

    /**
     * Whether nothing is known to differ: all slots synced, nothing queued, nothing dirty, and every process that writes knows of everything that was
     * done, and none of them is missing. What nobody told us of needs a verification.
     */
    public boolean isInAgreement() {
        return account.isSettled()
                && account.unrepairable() == 0
                && queuedEffects == 0
                && dirtyKeys == 0
                && (fleet == null || fleet.open() == 0)
                && ghosts.connections() == 0
                && !othersSilent
                && forgotten.settled()
                && !forgotten.evicting()
                && unsyncedSlots + dirtySlots + syncingSlots == 0;
    }
}
