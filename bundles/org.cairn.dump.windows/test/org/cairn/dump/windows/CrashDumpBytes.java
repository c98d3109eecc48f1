package org.cairn.dump.windows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes crash dumps by the offsets of the documents, independent of the reader's layouts. What is
 * not set holds the text PAGE, as in those of a system.
 */
final class CrashDumpBytes {
    static final int PAGE = 0x1000;

    private final boolean wide;
    private ByteBuffer bytes;

    private CrashDumpBytes(boolean wide, int type) {
        this.wide = wide;
        bytes = ByteBuffer.wrap(new byte[wide ? 0x2000 : 0x1000]).order(ByteOrder.LITTLE_ENDIAN);
        byte[] filler = "PAGE".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.capacity(); at += filler.length) {
            bytes.put(at, filler);
        }
        bytes.put(4, (wide ? "DU64" : "DUMP").getBytes(StandardCharsets.US_ASCII));
        u32(0x8, 15);
        u32(wide ? 0xf98 : 0xf88, type);
    }

    /** x64, build 19041, page tables at 0x1ad000. */
    static CrashDumpBytes wide(int type) {
        return new CrashDumpBytes(true, type)
                .u32(0xc, 19041)
                .u64(0x10, 0x1ad000)
                .u32(0x30, 0x8664)
                .u32(0x34, 4)
                .u32(0x38, 0xc5)
                .u64(0x40, 0xffff_8000_0000_1000L)
                .u64(0x48, 2)
                .u64(0x50, 0)
                .u64(0x58, 0xffff_f800_1234_5678L);
    }

    /** x86 with PAE, build 2600. */
    static CrashDumpBytes narrow(int type) {
        return new CrashDumpBytes(false, type)
                .u32(0xc, 2600)
                .u32(0x10, 0x7640020)
                .u32(0x20, 0x14c)
                .u32(0x24, 1)
                .u32(0x28, 0x19)
                .u32(0x2c, 0x20)
                .u32(0x30, 0x8100_0000)
                .u32(0x34, 3)
                .u32(0x38, 4)
                .u8(0x5c, 1);
    }

    CrashDumpBytes u8(int at, int value) {
        bytes.put(at, (byte) value);
        return this;
    }

    CrashDumpBytes u32(int at, long value) {
        bytes.putInt(at, (int) value);
        return this;
    }

    CrashDumpBytes u64(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    CrashDumpBytes text(int at, String text) {
        bytes.put(at, text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Runs of pages: first page and number of each. */
    CrashDumpBytes runs(long... runs) {
        int list = wide ? 0x98 : 0x6c;
        u32(wide ? 0x88 : 0x64, runs.length / 2);
        for (int i = 0; i < runs.length; i++) {
            if (wide) {
                u64(list + 8 * i, runs[i]);
            } else {
                u32(list + 4 * i, runs[i]);
            }
        }
        return this;
    }

    int size() {
        return bytes.capacity();
    }

    /** Makes room. */
    CrashDumpBytes grow(int size) {
        bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), size)).order(ByteOrder.LITTLE_ENDIAN);
        return this;
    }

    /** Appends pages, each filled with a byte. */
    CrashDumpBytes pages(int... fill) {
        for (int value : fill) {
            int at = size();
            grow(at + PAGE);
            Arrays.fill(bytes.array(), at, at + PAGE, (byte) value);
        }
        return this;
    }

    byte[] get() {
        return bytes.array();
    }
}
