package io.github.dualwrite.net;

/** The slot of a key, as the cluster specification defines it: CRC-16/XMODEM of the hash tag or the whole key, modulo 16,384. */
public final class Slots {

    private static final int[] CRC = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            CRC[i] = crc & 0xFFFF;
        }
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
        for (int i = start; i < end; i++) {
            crc = ((crc << 8) & 0xFFFF) ^ CRC[((crc >>> 8) ^ bytes[i]) & 0xFF];
        }
        return crc & (SlotMap.SLOTS - 1);
    }
}
