package org.cairn.types.internal.pdb;

import org.cairn.types.TypeFormatException;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A stream of a container: bytes that lie in pages anywhere in the file. Little-endian. One page at
 * a time is copied from the file. Not safe for use by several threads.
 */
public final class MsfStream {
    private final MsfFile file;
    private final String name;
    private final int[] pages;
    private final int size;
    private final int shift;
    private final int mask;
    private final byte[] page;
    private int pageIndex = -1;

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
        this.name = name;
        this.pages = pages;
        this.size = size;
        this.shift = Integer.numberOfTrailingZeros(file.pageSize());
        this.mask = file.pageSize() - 1;
        this.page = new byte[Math.min(size, file.pageSize())];
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
        return byteAt(at)
                | byteAt(at + 1) << Byte.SIZE
                | byteAt(at + 2) << 2 * Byte.SIZE
                | byteAt(at + 3) << 3 * Byte.SIZE;
    }

    /** Copies bytes. */
    byte[] bytes(int at, int length) throws TypeFormatException {
        check(at, length);
        byte[] result = new byte[length];
        for (int done = 0; done < length; ) {
            int start = at + done & mask;
            int part = Math.min(length - done, mask + 1 - start);
            System.arraycopy(page(at + done), start, result, done, part);
            done += part;
        }
        return result;
    }

    /** The first zero in a part of the stream, or its end when there is none. */
    int indexOfZero(int from, int to) throws TypeFormatException {
        check(from, to - from);
        for (int at = from; at < to; ) {
            byte[] current = page(at);
            int last = Math.min(to - 1, at | mask);
            for (; at <= last; at++) {
                if (current[at & mask] == 0) {
                    return at;
                }
            }
        }
        return to;
    }

    private void check(int at, int length) throws TypeFormatException {
        if (at < 0 || length < 0 || at > size - length) {
            throw file.malformed(
                    size == 0 ? 0 : position(size - 1) + 1,
                    "%s ends after %d bytes, byte %d is wanted"
                            .formatted(name, size, Integer.toUnsignedLong(at)));
        }
    }

    private int byteAt(int at) {
        return page(at)[at & mask] & 0xff;
    }

    private byte[] page(int at) {
        int index = at >>> shift;
        if (index != pageIndex) {
            int length = Math.min(page.length, size - (index << shift));
            MemorySegment.copy(
                    file.bytes(), ValueLayout.JAVA_BYTE, position(index << shift), page, 0, length);
            pageIndex = index;
        }
        return page;
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
