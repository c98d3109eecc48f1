package org.cairn.types.internal.pdb;

import org.cairn.types.TypeFormatException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A stream of a container: bytes that lie in pages anywhere in the file. Little-endian. */
public final class MsfStream {
    static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MsfFile file;
    private final MemorySegment bytes;
    private final String name;
    private final int[] pages;
    private final int size;
    private final int shift;
    private final int mask;

    /**
     * Creates a stream.
     *
     * @param file holds it
     * @param name for messages
     * @param pages the pages that hold it, all of them in the file
     * @param size in bytes, no more than the pages have
     */
    MsfStream(MsfFile file, String name, int[] pages, int size) {
        this.file = file;
        this.bytes = file.bytes();
        this.name = name;
        this.pages = pages;
        this.size = size;
        this.shift = Integer.numberOfTrailingZeros(file.pageSize());
        this.mask = file.pageSize() - 1;
    }

    /** The number of bytes. */
    int size() {
        return size;
    }

    int u8(int at) throws TypeFormatException {
        check(at, Byte.BYTES);
        return byteAt(at);
    }

    int u16(int at) throws TypeFormatException {
        check(at, Short.BYTES);
        return byteAt(at) | byteAt(at + 1) << Byte.SIZE;
    }

    int u32(int at) throws TypeFormatException {
        check(at, Integer.BYTES);
        if ((at & mask) <= mask + 1 - Integer.BYTES) {
            return bytes.get(U32, position(at));
        }
        int value = 0;
        for (int i = Integer.BYTES - 1; i >= 0; i--) {
            value = value << Byte.SIZE | byteAt(at + i);
        }
        return value;
    }

    private void check(int at, int length) throws TypeFormatException {
        if (at < 0 || at > size - length) {
            throw file.malformed(
                    size == 0 ? 0 : position(size - 1) + 1,
                    "%s ends after %d bytes, byte %d is wanted"
                            .formatted(name, size, Integer.toUnsignedLong(at)));
        }
    }

    private int byteAt(int at) {
        return bytes.get(ValueLayout.JAVA_BYTE, position(at)) & 0xff;
    }

    private long position(int at) {
        return Integer.toUnsignedLong(pages[at >>> shift]) << shift | at & mask;
    }

    /** Where a byte of the stream lies in the file; the file's beginning when it is not there. */
    long offset(int at) {
        return at >= 0 && at < size ? position(at) : 0;
    }

    TypeFormatException malformed(int at, String reason) {
        return file.malformed(offset(at), name + ": " + reason);
    }
}
