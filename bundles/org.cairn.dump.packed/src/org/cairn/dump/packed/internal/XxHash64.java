package org.cairn.dump.packed.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum XXH64 with seed 0, as its specification (xxHash fast digest algorithm) says. */
public final class XxHash64 {
    private static final VarHandle U64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME_1 = 0x9e37_79b1_85eb_ca87L;
    private static final long PRIME_2 = 0xc2b2_ae3d_27d4_eb4fL;
    private static final long PRIME_3 = 0x1656_67b1_9e37_79f9L;
    private static final long PRIME_4 = 0x85eb_ca77_c2b2_ae63L;
    private static final long PRIME_5 = 0x27d4_eb2f_1656_67c5L;
    private static final int STRIPE = 32;

    private final long[] lanes = new long[4];
    private final byte[] rest = new byte[STRIPE];
    private int held;
    private long total;

    /** Starts a checksum of no bytes. */
    public XxHash64() {
        reset();
    }

    /** Forgets all bytes. */
    public void reset() {
        lanes[0] = PRIME_1 + PRIME_2;
        lanes[1] = PRIME_2;
        lanes[2] = 0;
        lanes[3] = -PRIME_1;
        held = 0;
        total = 0;
    }

    /**
     * Adds bytes.
     *
     * @param bytes hold them
     * @param from index of the first
     * @param count their number
     */
    public void update(byte[] bytes, int from, int count) {
        total += count;
        int at = from;
        int end = from + count;
        if (held > 0) {
            int taken = Math.min(STRIPE - held, count);
            System.arraycopy(bytes, at, rest, held, taken);
            held += taken;
            at += taken;
            if (held == STRIPE) {
                stripe(rest, 0);
                held = 0;
            }
        }
        for (; end - at >= STRIPE; at += STRIPE) {
            stripe(bytes, at);
        }
        if (at < end) {
            System.arraycopy(bytes, at, rest, held, end - at);
            held += end - at;
        }
    }

    private void stripe(byte[] bytes, int at) {
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = round(lanes[i], (long) U64.get(bytes, at + i * Long.BYTES));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    /**
     * The checksum of the bytes so far.
     *
     * @return 64 bits
     */
    public long value() {
        long hash = PRIME_5;
        if (total >= STRIPE) {
            hash =
                    Long.rotateLeft(lanes[0], 1)
                            + Long.rotateLeft(lanes[1], 7)
                            + Long.rotateLeft(lanes[2], 12)
                            + Long.rotateLeft(lanes[3], 18);
            for (long lane : lanes) {
                hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
            }
        }
        hash += total;
        int at = 0;
        for (; held - at >= Long.BYTES; at += Long.BYTES) {
            hash ^= round(0, (long) U64.get(rest, at));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (held - at >= Integer.BYTES) {
            hash ^= Integer.toUnsignedLong((int) U32.get(rest, at)) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < held; at++) {
            hash ^= (rest[at] & 0xff) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
