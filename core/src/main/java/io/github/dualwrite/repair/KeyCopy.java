package io.github.dualwrite.repair;

import static io.github.dualwrite.repair.Session.ascii;
import static io.github.dualwrite.repair.Session.number;
import static io.github.dualwrite.repair.Session.text;

import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.repair.Session.RefusedException;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Copies one key by its type, in chunks, into a temporary key of the same slot that is then renamed over the old state: the secondary shows the
 * old state or the new one, never half of it. For servers that refuse each other's serialized form, forbid {@code DUMP} or {@code RESTORE}, or
 * in the midst of moving a slot, and for keys that are too large to be copied at once. A page of elements or a megabyte of a string is in memory at
 * a time, or one element if it is larger. For one thread at a time.
 *
 * <p>The read is not atomic: who writes the key meanwhile overlaps the repair's ticket and marks the key again. A temporary key that a crash
 * leaves behind expires.
 */
public final class KeyCopy {

    /** What every temporary key starts with. */
    public static final String TEMPORARY_PREFIX = "dualwrite:tmp:";

    private static final byte[] UNLINK = ascii("UNLINK");
    private static final byte[] PTTL = ascii("PTTL");

    private static final Set<String> TRANSIENT = Set.of(
            "LOADING",
            "TRYAGAIN",
            "CLUSTERDOWN",
            "READONLY",
            "MASTERDOWN",
            "BUSY",
            "MOVED",
            "ASK",
            "OOM",
            "MISCONF",
            "WRONGTYPE",
            "EXECABORT",
            "NOREPLICAS",
            "UNKILLABLE",
            "NOAUTH");

    private KeyCopy() {}

    /** Whether an error of {@code DUMP} or {@code RESTORE} will be the same next time, so that a copy by type is worth its price. */
    public static boolean isPermanent(RespError error) {
        return !TRANSIENT.contains(error.code());
    }

    /**
     * Copies the key's present state, or removes it.
     *
     * @param askingPrimary whether the primary's node is importing the key's slot, so that every command needs {@code ASKING}
     * @param askingSecondary the same for the secondary's node
     * @throws IOException if a connection breaks; that connection tells that it is broken
     */
    public static CopyOutcome copy(
            NodeConnection primary,
            NodeConnection secondary,
            byte[] key,
            boolean askingPrimary,
            boolean askingSecondary)
            throws IOException {
        Session session = new Session(primary, secondary, askingPrimary, askingSecondary);
        byte[] temporary =
                TemporaryKeys.inSlotOf(key, ThreadLocalRandom.current().nextLong());
        try {
            return copy(session, key, temporary);
        } catch (RefusedException e) {
            removeIfPossible(session, temporary);
            if (e.isTooLong()) {
                secondary.close(); // a new connection asks again how much it takes
            }
            return isPermanent(e.error()) && !hasGone(e.error())
                    ? CopyOutcome.never(e.describe())
                    : CopyOutcome.later(e.error().message());
        }
    }

    /** The key ended between two questions about it, or its copy did before it was in its place, since so little of its time was left. */
    private static boolean hasGone(RespError error) {
        return error.message().contains("no such key");
    }

    private static CopyOutcome copy(Session session, byte[] key, byte[] temporary)
            throws IOException, RefusedException {
        String type = text(session.read(ascii("TYPE"), key));
        switch (type) {
            case "none" -> {
                session.write(UNLINK, key);
                return CopyOutcome.copied(-1);
            }
            case "string" -> Types.string(session, key, temporary);
            case "list" -> Types.list(session, key, temporary);
            case "set" -> Types.set(session, key, temporary);
            case "zset" -> Types.sortedSet(session, key, temporary);
            case "hash" -> {
                if (!HashCopy.copy(session, key, temporary)) {
                    removeIfPossible(session, temporary);
                    return CopyOutcome.never(
                            "hash fields with a time to live need Valkey 9 or Redis 7.4 on the secondary");
                }
            }
            case "stream" -> StreamCopy.copy(session, key, temporary);
            default -> {
                return whole(session, key, type);
            }
        }
        if (!(session.write(ascii("EXISTS"), temporary) instanceof Long there) || there == 0) {
            return CopyOutcome.later("the key has gone meanwhile");
        }
        long ttl = session.read(PTTL, key) instanceof Long millis ? millis : -1;
        if (ttl == -2) {
            removeIfPossible(session, temporary);
            return CopyOutcome.later("the key has gone meanwhile");
        }
        // The rename takes the time to live along. In between, the temporary key has the right one.
        if (ttl >= 0) {
            session.write(ascii("PEXPIRE"), temporary, number(Math.max(1, ttl)));
        } else {
            session.write(ascii("PERSIST"), temporary);
        }
        session.write(ascii("RENAME"), temporary, key);
        return CopyOutcome.copied(ttl);
    }

    /** What only its module can read goes as a whole, however long it is. */
    private static CopyOutcome whole(Session session, byte[] key, String type) throws IOException {
        try {
            long ttl = session.read(PTTL, key) instanceof Long millis ? millis : -2;
            if (ttl == -2 || !(session.read(ascii("DUMP"), key) instanceof byte[] payload)) {
                return CopyOutcome.later("the key has gone meanwhile");
            }
            session.write(ascii("RESTORE"), key, number(ttl < 0 ? 0 : Math.max(1, ttl)), payload, ascii("REPLACE"));
            return CopyOutcome.copied(ttl);
        } catch (RefusedException e) {
            return isPermanent(e.error())
                    ? CopyOutcome.never("the type " + type
                            + " can only be copied by DUMP and RESTORE, which do not work here: " + e.describe())
                    : CopyOutcome.later(e.error().message());
        }
    }

    private static void removeIfPossible(Session session, byte[] temporary) throws IOException {
        try {
            session.write(UNLINK, temporary);
        } catch (RefusedException e) {
            // it expires by itself
        }
    }
}
