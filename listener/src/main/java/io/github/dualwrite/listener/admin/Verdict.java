package io.github.dualwrite.listener.admin;

import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.net.ClusterView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one target is doing, in words.
 *
 * @param tone {@code good}, {@code work}, {@code warn} or {@code bad}
 * @param state in one or two words
 * @param why in a sentence, or {@code null} if there is nothing to explain
 */
record Verdict(String tone, String state, @Nullable String why) {

    /** A secondary that is further behind than this is said to lag. */
    private static final Duration BEHIND = Duration.ofSeconds(5);

    static Verdict of(ClusterView primary) {
        String trouble = primary.trouble();
        if (trouble != null || primary.topology().map().primaries().isEmpty()) {
            return new Verdict("bad", "down", trouble == null ? "not reached yet" : trouble);
        }
        int down = primary.states().allDown().size();
        if (down > 0) {
            return new Verdict("bad", "partly down", "commands for the keys of " + nodes(down) + " fail");
        }
        return new Verdict("good", "serving", null);
    }

    static Verdict of(SecondaryStatus status) {
        long waiting = status.account().dirty() + status.account().pending();
        if (status.trouble() != null) {
            return new Verdict("bad", "down", waiting + " writes wait for it; callers do not. " + status.trouble());
        }
        if (!status.nodesDown().isEmpty()) {
            return new Verdict(
                    "bad",
                    "partly down",
                    nodes(status.nodesDown().size()) + " of it "
                            + (status.nodesDown().size() == 1 ? "does" : "do") + " not answer; " + status.dirtyKeys()
                            + " keys wait to be copied, callers do not wait");
        }
        if (status.account().unrepairable() > 0) {
            return new Verdict(
                    "bad", "needs you", status.account().unrepairable() + " writes are of keys that cannot be copied");
        }
        int open = status.unsyncedSlots() + status.dirtySlots() + status.syncingSlots();
        if (open > 0) {
            Duration remaining = status.backfill().remaining();
            return new Verdict(
                    "work",
                    "copying",
                    open + " slots to go, " + status.backfill().keysDone() + " keys copied"
                            + (remaining == null ? "" : ", about " + remaining.toSeconds() + " s left"));
        }
        if (status.lag().compareTo(BEHIND) > 0) {
            return new Verdict(
                    "warn",
                    "behind",
                    "its oldest unconfirmed write is " + status.lag().toSeconds() + " s old");
        }
        if (status.dirtyKeys() > 0) {
            return new Verdict("work", "catching up", status.dirtyKeys() + " keys are to be copied again");
        }
        return new Verdict("good", "in agreement", null);
    }

    private static String nodes(int n) {
        return n == 1 ? "one node" : n + " nodes";
    }

    /** All targets together, for the top of the page. */
    static Verdict together(Verdict primary, List<SecondaryStatus> secondaries) {
        if (!primary.tone().equals("good")) {
            return new Verdict(primary.tone(), "primary " + primary.state(), "The primary is " + primary.state() + ".");
        }
        Verdict worst = new Verdict(
                "good",
                "in agreement",
                secondaries.size() == 1
                        ? "The secondary is in agreement with the primary."
                        : (secondaries.size() == 2 ? "Both" : "All " + secondaries.size())
                                + " secondaries are in agreement with the primary.");
        for (SecondaryStatus each : secondaries) {
            Verdict one = of(each);
            if (badness(one) > badness(worst)) {
                worst = new Verdict(
                        one.tone(),
                        each.name() + " " + one.state(),
                        each.name() + " is " + one.state() + ": " + one.why());
            }
        }
        return worst;
    }

    private static int badness(Verdict verdict) {
        return List.of("good", "work", "warn", "bad").indexOf(verdict.tone());
    }
}
