package io.github.dualwrite.listener.admin;

import io.github.dualwrite.engine.Engine;
import io.github.dualwrite.engine.SecondaryStatus;
import io.github.dualwrite.event.Event;
import io.github.dualwrite.listener.admin.StatusPage.AccountLine;
import io.github.dualwrite.listener.admin.StatusPage.Backfill;
import io.github.dualwrite.listener.admin.StatusPage.Happened;
import io.github.dualwrite.listener.admin.StatusPage.KeyLine;
import io.github.dualwrite.listener.admin.StatusPage.NodeLine;
import io.github.dualwrite.listener.admin.StatusPage.Primary;
import io.github.dualwrite.listener.admin.StatusPage.Secondary;
import io.github.dualwrite.listener.admin.StatusPage.SlotCounts;
import io.github.dualwrite.net.ClusterView;
import io.github.dualwrite.net.Node;
import io.github.dualwrite.net.SlotMap;
import io.github.dualwrite.order.SlotStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the engine and the data path how they are doing. */
final class Statuses {

    private static final int EVENTS_SHOWN = 100;
    private static final int KEYS_SHOWN = 20;

    private final Engine engine;
    private final Traffic traffic;
    private final String version;
    private final Clock clock;
    private final Instant startedAt;

    Statuses(Engine engine, Traffic traffic, String version, Clock clock) {
        this.engine = engine;
        this.traffic = traffic;
        this.version = version;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    Verdict primary() {
        return Verdict.of(engine.primary());
    }

    StatusPage now() {
        Instant now = clock.instant();
        Verdict primary = primary();
        List<SecondaryStatus> secondaries = engine.status();
        Verdict together = Verdict.together(primary, secondaries);
        List<Event> events = engine.events();
        return new StatusPage(
                version,
                now.toString(),
                Duration.between(startedAt, now).toSeconds(),
                together.tone(),
                together.state(),
                String.valueOf(together.why()),
                traffic.clients(),
                traffic.commands(),
                new Primary(
                        engine.primary().name(),
                        primary.tone(),
                        primary.state(),
                        primary.why(),
                        nodes(engine.primary())),
                secondaries.stream().map(this::secondary).toList(),
                events.subList(Math.max(0, events.size() - EVENTS_SHOWN), events.size()).stream()
                        .map(Happened::of)
                        .toList());
    }

    private Secondary secondary(SecondaryStatus status) {
        Verdict verdict = Verdict.of(status);
        return new Secondary(
                status.name(),
                verdict.tone(),
                verdict.state(),
                verdict.why(),
                status.isInAgreement(),
                status.lag().toNanos() / 1e6,
                status.queuedEffects(),
                status.queuedBytes(),
                status.dirtyKeys(),
                status.dirtyBytes(),
                new SlotCounts(
                        status.syncedSlots(), status.syncingSlots(), status.dirtySlots(), status.unsyncedSlots()),
                runs(engine.slotStates(status.name())),
                Backfill.of(status.backfill()),
                AccountLine.of(status.account()),
                engine.unrepairable(status.name(), KEYS_SHOWN).stream()
                        .map(key -> new KeyLine(key.text(), key.reason()))
                        .toList(),
                nodes(engine.secondary(status.name())));
    }

    /** Neighbouring slots of one state as one pair: the state's number in {@link SlotStates.State}, and how many. */
    static List<int[]> runs(SlotStates.State[] states) {
        List<int[]> runs = new ArrayList<>();
        int start = 0;
        for (int slot = 1; slot <= states.length; slot++) {
            if (slot == states.length || states[slot] != states[start]) {
                runs.add(new int[] {states[start].ordinal(), slot - start});
                start = slot;
            }
        }
        return runs;
    }

    private static List<NodeLine> nodes(ClusterView view) {
        SlotMap map = view.topology().map();
        Map<Node, Integer> slots = new HashMap<>();
        for (int slot = 0; slot < SlotMap.SLOTS; slot++) {
            Node owner = map.owner(slot);
            if (owner != null) {
                slots.merge(owner, 1, Integer::sum);
            }
        }
        return map.primaries().stream()
                .map(node -> new NodeLine(
                        node.toString(),
                        slots.getOrDefault(node, 0),
                        !view.states().isDown(node),
                        view.states().cause(node)))
                .toList();
    }
}
