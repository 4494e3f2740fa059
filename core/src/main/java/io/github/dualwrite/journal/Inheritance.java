package io.github.dualwrite.journal;

import io.github.dualwrite.net.SlotMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What processes that have ended left in doubt, and this one has taken over. Their files are held until {@link #discharge}: if this process dies
 * before, too, the next one finds all of them.
 */
public final class Inheritance {

    private static final Logger log = LoggerFactory.getLogger(Inheritance.class);

    private final String secondary;
    private final BitSet slots = new BitSet(SlotMap.SLOTS);
    private final List<String> ids = new ArrayList<>();
    private final List<Layout.Contents> readable = new ArrayList<>();
    private final List<JournalFile> files = new ArrayList<>();
    private boolean checked;
    private boolean discharged;

    Inheritance(String secondary) {
        this.secondary = secondary;
    }

    /** Nothing. */
    public static Inheritance none() {
        return new Inheritance("");
    }

    /** Takes over one file. */
    synchronized void add(JournalFile file, UUID id, long boot) throws IOException {
        files.add(file);
        ids.add(id.toString());
        String doubted = null;
        try {
            Layout.Contents contents = Layout.read(file.read());
            if (!contents.header().id().equals(id)
                    || !contents.header().secondary().equals(secondary)) {
                doubted = "was written for " + contents.header().secondary() + " by another process than its name says";
            } else if (!contents.closed() && contents.header().boot() != boot) {
                doubted = "was open when the machine went down";
            } else {
                readable.add(contents);
                slots.or(contents.slots());
                log.info(
                        "{}: takes over {}: {} slots are in doubt",
                        secondary,
                        file.path(),
                        contents.slots().cardinality());
            }
        } catch (Layout.Damaged e) {
            doubted = "is damaged: " + e.getMessage();
        }
        if (doubted != null) {
            slots.set(0, SlotMap.SLOTS);
            log.warn("{}: {} {}; every slot is in doubt and compared by copying", secondary, file.path(), doubted);
        }
    }

    /** The slots in doubt: none, some, or all. */
    public synchronized BitSet slots() {
        return (BitSet) slots.clone();
    }

    /** Whether a process that the others know as {@code member} is one of those that are stood in for. */
    public synchronized boolean includes(String member) {
        return ids.stream().anyMatch(member::startsWith);
    }

    /**
     * Compares the clusters that the files are about with those that were reached, once. For the thread that passes over slots.
     *
     * @return whether they were other clusters: then what the files say means nothing, and every slot is in doubt
     */
    public synchronized boolean isForeign(Set<String> primaryIds, Set<String> secondaryIds) {
        if (checked) {
            return false;
        }
        checked = true;
        Identity here = Identity.of(primaryIds, secondaryIds);
        for (Layout.Contents contents : readable) {
            if (!contents.identity().agreesWith(here)) {
                log.warn(
                        "{}: the journal of process {} is about other clusters; every slot is in doubt and compared by copying",
                        secondary,
                        contents.header().id());
                return true;
            }
        }
        return false;
    }

    /** Whether there is somebody to stand in for who has not been {@link #discharge}d. */
    public synchronized boolean isOpen() {
        return !discharged && !files.isEmpty();
    }

    /** This process's own journal and the board know all of it by now: the files are no longer needed. */
    public synchronized void discharge() {
        discharged = true;
        release(true);
    }

    /** Gives away what was not discharged. */
    synchronized void release(boolean delete) {
        for (JournalFile file : files) {
            try (file) {
                if (delete) {
                    file.delete();
                }
            } catch (IOException e) {
                log.info("{}: {} stays behind: {}", secondary, file.path(), e.getMessage());
            }
        }
        files.clear();
    }
}
