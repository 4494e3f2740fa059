package io.github.dualwrite.journal;

import io.github.dualwrite.net.SlotMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * How a journal lies in its file: a header that never changes, a word that says that it was closed, the identity of the clusters, and the bits.
 * Every byte is covered by a check sum.
 */
final class Layout {

    static final int BYTES = 4_096 + SlotBits.BYTES;
    static final int BITS_AT = 4_096;

    private static final long MAGIC = 0x4c4e524a_45545744L; // "DWTEJRNL"
    private static final int VERSION = 1;
    private static final int HEADER_SUM_AT = 496;
    private static final int CLOSED_AT = 504;
    private static final int IDENTITY_AT = 512;
    private static final int IDENTITY_SUM_AT = BITS_AT - Long.BYTES;

    private Layout() {}

    /**
     * What never changes in a journal.
     *
     * @param id of the process that wrote it
     * @param boot the start of the machine it ran on
     * @param secondary the secondary's name
     */
    record Header(UUID id, long boot, String secondary) {

        long salt() {
            return Mix.of(id.getMostSignificantBits() ^ Mix.of(id.getLeastSignificantBits()));
        }
    }

    /**
     * What a file says.
     *
     * @param header what never changes
     * @param identity the clusters it is about
     * @param closed whether its process has closed it
     * @param slots the slots that were in doubt
     */
    record Contents(Header header, Identity identity, boolean closed, BitSet slots) {}

    /** The file is not what some journal has left; the message says in a few words what is wrong. */
    static final class Damaged extends Exception {

        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }

    static ByteBuffer blank(Header header) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = header.secondary().getBytes(StandardCharsets.UTF_8);
        bytes.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(SlotMap.SLOTS)
                .putLong(header.id().getMostSignificantBits())
                .putLong(header.id().getLeastSignificantBits())
                .putLong(header.boot())
                .putInt(name.length)
                .put(name);
        bytes.putLong(HEADER_SUM_AT, sum(bytes, 0, HEADER_SUM_AT));
        identity(bytes, Identity.UNKNOWN);
        bytes.put(BITS_AT, SlotBits.empty(header.salt()), 0, SlotBits.BYTES);
        return bytes.clear();
    }

    /** Writes the identity. A process that dies just now leaves a damaged file, which only costs work. */
    static void identity(ByteBuffer file, Identity identity) {
        ByteBuffer at = file.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(IDENTITY_AT);
        at.putInt(identity.primary().length).putInt(identity.secondary().length);
        for (long id : identity.primary()) {
            at.putLong(id);
        }
        for (long id : identity.secondary()) {
            at.putLong(id);
        }
        while (at.position() < IDENTITY_SUM_AT) {
            at.put((byte) 0);
        }
        at.putLong(IDENTITY_SUM_AT, sum(file, IDENTITY_AT, IDENTITY_SUM_AT));
    }

    /** Says that the process has ended in an orderly way, and that what the file says has reached the disk. */
    static void closed(ByteBuffer file, Header header) {
        file.duplicate().order(ByteOrder.LITTLE_ENDIAN).putLong(CLOSED_AT, closedWord(header));
    }

    /**
     * Reads a file.
     *
     * @throws Damaged if any byte of it is not as it was written
     */
    static Contents read(ByteBuffer file) throws Damaged {
        if (file.remaining() != BYTES) {
            throw new Damaged("it has " + file.remaining() + " bytes, not " + BYTES);
        }
        ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(0) != MAGIC) {
            throw new Damaged("it does not begin as a journal");
        }
        if (bytes.getInt(8) != VERSION) {
            throw new Damaged("it has version " + bytes.getInt(8) + ", not " + VERSION);
        }
        Header header = header(bytes);
        long closed = bytes.getLong(CLOSED_AT);
        if (closed != 0 && closed != closedWord(header)) {
            throw new Damaged("the word that says whether it was closed is damaged");
        }
        ByteBuffer bits = bytes.slice(BITS_AT, SlotBits.BYTES);
        if (!SlotBits.areValid(bits, header.salt())) {
            throw new Damaged("the check sum of its slots is wrong");
        }
        return new Contents(header, readIdentity(bytes), closed != 0, SlotBits.slots(bits));
    }

    private static Header header(ByteBuffer bytes) throws Damaged {
        if (bytes.getLong(HEADER_SUM_AT) != sum(bytes, 0, HEADER_SUM_AT)) {
            throw new Damaged("the check sum of its header is wrong");
        }
        byte[] name = new byte[bytes.getInt(40)];
        bytes.get(44, name);
        return new Header(
                new UUID(bytes.getLong(16), bytes.getLong(24)),
                bytes.getLong(32),
                new String(name, StandardCharsets.UTF_8));
    }

    private static Identity readIdentity(ByteBuffer bytes) throws Damaged {
        if (bytes.getLong(IDENTITY_SUM_AT) != sum(bytes, IDENTITY_AT, IDENTITY_SUM_AT)) {
            throw new Damaged("the check sum of its clusters' identities is wrong");
        }
        bytes.position(IDENTITY_AT);
        long[] primary = new long[bytes.getInt()];
        long[] secondary = new long[bytes.getInt()];
        bytes.asLongBuffer().get(primary).get(secondary);
        return new Identity(primary, secondary);
    }

    private static long closedWord(Header header) {
        return Mix.of(header.salt()) | 1;
    }

    private static long sum(ByteBuffer bytes, int from, int to) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.slice(from, to - from));
        return sum.getValue();
    }
}
