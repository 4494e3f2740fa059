package io.github.dualwrite.engine;

import io.github.dualwrite.command.Access;
import io.github.dualwrite.command.Catalogue;
import io.github.dualwrite.command.Invocation;
import io.github.dualwrite.config.DualWriteConfig;
import io.github.dualwrite.config.TopologyKind;
import io.github.dualwrite.net.Slots;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what will break with the switch to a cluster: commands with keys of several slots, which a single server takes and a cluster refuses. Only
 * counts, for every secondary that is a cluster while the primary is none; reads too. Such writes are mirrored by copying their keys.
 */
final class CrossSlots {

    private static final Logger log = LoggerFactory.getLogger(CrossSlots.class);

    private final Catalogue catalogue;
    private final Secondary[] clusters;

    private CrossSlots(Catalogue catalogue, List<Secondary> clusters) {
        this.catalogue = catalogue;
        this.clusters = clusters.toArray(new Secondary[0]);
    }

    static CrossSlots of(DualWriteConfig config, Catalogue catalogue, List<Secondary> secondaries) {
        List<Secondary> clusters = new ArrayList<>();
        if (config.primary().topology() == TopologyKind.STANDALONE) {
            for (Secondary secondary : secondaries) {
                if (secondary.target().topology() == TopologyKind.CLUSTER) {
                    clusters.add(secondary);
                }
            }
        }
        return new CrossSlots(catalogue, clusters);
    }

    void look(Invocation invocation) {
        if (clusters.length > 0 && invocation.onlyKey() == null && areSeveral(keys(invocation), -1)) {
            count(invocation.command().name());
        }
    }

    /** A transaction is one node's affair: all its keys are in one slot, or a cluster refuses it. */
    void look(List<Invocation> transaction) {
        if (clusters.length > 0) {
            int slot = -1;
            for (Invocation invocation : transaction) {
                List<byte[]> keys = keys(invocation);
                if (areSeveral(keys, slot)) {
                    count("EXEC");
                    return;
                }
                slot = keys.isEmpty() ? slot : Slots.of(keys.get(0));
            }
        }
    }

    /** The engine itself has no use for the keys of a read, so they are not found yet. */
    private List<byte[]> keys(Invocation invocation) {
        return invocation.access() == Access.WRITE ? invocation.allKeys() : catalogue.keys(invocation.command());
    }

    private static boolean areSeveral(List<byte[]> keys, int first) {
        int slot = first;
        for (int i = 0; i < keys.size(); i++) {
            int next = keys.size() == 1 && slot < 0 ? slot : Slots.of(keys.get(i));
            if (slot >= 0 && next != slot) {
                return true;
            }
            slot = next;
        }
        return false;
    }

    private void count(String command) {
        for (Secondary secondary : clusters) {
            if (secondary.countCrossSlot(command)) {
                log.warn(
                        "{}: {} with keys of several slots: the primary, a single server, takes it, this cluster would refuse it (CROSSSLOT) "
                                + "once it is the primary. Further ones are only counted",
                        secondary.target().name(),
                        command);
            }
        }
    }
}
