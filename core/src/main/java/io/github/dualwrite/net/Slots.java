package io.github.dualwrite.net;

/** The slot of a key, as the cluster specification defines it: CRC-16/XMODEM of the hash tag or the whole key, modulo 16,384. */
public final class Slots {

    // what a byte adds that is followed by 0, 1, 2 or 3 others: four bytes are looked up at once instead of one after
    // the other
    private static final char[] CRC = new char[256];
    private static final char[] CRC_1 = new char[256];
    private static final char[] CRC_2 = new char[256];
    private static final char[] CRC_3 = new char[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            CRC[i] = (char) crc;
        }
        for (int i = 0; i < 256; i++) {
            CRC_1[i] = followedByZero(CRC[i]);
            CRC_2[i] = followedByZero(CRC_1[i]);
            CRC_3[i] = followedByZero(CRC_2[i]);
        }
    }

    private static char followedByZero(char crc) {
        return (char) (crc << 8 ^ CRC[crc >>> 8]);
    }

    private Slots() {}

    /** The slot of {@code key}, 0 to 16,383. */
    public static int of(byte[] key) {
        return of(key, 0, key.length);
    }

    /** The slot of the key in {@code bytes} from {@code from}, inclusive, to {@code to}, exclusive. */
    public static int of(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        for (int open = from; open < to; open++) {
            if (bytes[open] == '{') {
                for (int close = open + 1; close < to; close++) {
                    if (bytes[close] == '}') {
                        if (close > open + 1) {
                            start = open + 1;
                            end = close;
                        }
                        break;
                    }
                }
                break;
            }
        }
        int crc = 0;
        int i = start;
        for (; i < end - 3; i += 4) {
            crc = CRC_3[(crc >>> 8 ^ bytes[i]) & 0xFF]
                    ^ CRC_2[(crc ^ bytes[i + 1]) & 0xFF]
                    ^ CRC_1[bytes[i + 2] & 0xFF]
                    ^ CRC[bytes[i + 3] & 0xFF];
        }
        for (; i < end; i++) {
            crc = (char) (crc << 8) ^ CRC[(crc >>> 8 ^ bytes[i]) & 0xFF];
        }
        return crc & (SlotMap.SLOTS - 1);
    }
}
