package org.cairn.heap.windows.internal.layout;

/**
 * Where {@code _HEAP_ENTRY} keeps its fields. The eight bytes with the fields are read as one
 * little-endian number, the <em>header</em>; the shifts count bits in it. On x64 eight bytes that
 * belong to the data of the preceding block come before them.
 *
 * @param unit size of {@code _HEAP_ENTRY} and granularity of all sizes: 8 bytes on x86, 16 on x64
 * @param unitShift its binary logarithm
 * @param compact where the header's eight bytes begin in the entry
 * @param size shift of {@code Size}: units of the block, its header included
 * @param previousSize shift of {@code PreviousSize}: units of the block before
 * @param flags shift of {@code Flags}
 * @param smallTagIndex shift of {@code SmallTagIndex}, the checksum of encoded headers
 * @param unusedBytes shift of {@code UnusedBytes}: bytes of the block that the caller did not ask
 *     for
 * @param segment shift of {@code SegmentIndex} or {@code SegmentOffset}
 */
public record EntryFormat(
        int unit,
        int unitShift,
        int compact,
        int size,
        int previousSize,
        int flags,
        int smallTagIndex,
        int unusedBytes,
        int segment) {
    /** {@code Flags}: given out, to a caller or to the heap itself. */
    public static final int BUSY = 0x01;

    /** {@code Flags}: a {@code _HEAP_ENTRY_EXTRA} lies in the last unit. */
    public static final int EXTRA = 0x02;

    /** {@code Flags}: the data was filled with a pattern. */
    public static final int FILL = 0x04;

    /** {@code Flags}: a virtual block; on a busy entry of a segment one of the heap's own. */
    public static final int INTERNAL = 0x08;

    /** {@code Flags}: the last entry before an uncommitted range or the end of the segment. */
    public static final int LAST = 0x10;

    /** {@code Flags}: three bits for the caller. */
    public static final int SETTABLE = 0xe0;

    /** Bytes of a header that carry its fields. */
    public static final int HEADER_BYTES = 8;

    /**
     * The smallest {@code UnusedBytes} of a block that was given to a caller: on x86 the header, on
     * x64 the header less the eight bytes of the next one that belong to the caller. The heap's own
     * blocks have less (1 on {@code _HEAP} itself and on list look-ups, 3 on the entries before
     * uncommitted ranges in dumps of 7 SP1 and 10 1903).
     */
    public static final int MIN_UNUSED = 8;

    /**
     * {@code UnusedBytes} of Vista and later when the number does not fit: it is then in the last
     * pointer-sized word that the caller could use.
     */
    public static final int UNUSED_EXTENDED = 0x3f;

    private static final int MAX_UNITS = 0xffff;
    private static final int BYTE = 0xff;

    static EntryFormat bind(Offsets entry) {
        int compact = entry.size() - HEADER_BYTES;
        int segment =
                entry.has("SegmentOffset") ? entry.of("SegmentOffset") : entry.of("SegmentIndex");
        return new EntryFormat(
                entry.size(),
                Integer.numberOfTrailingZeros(entry.size()),
                compact,
                (entry.of("Size") - compact) * Byte.SIZE,
                (entry.of("PreviousSize") - compact) * Byte.SIZE,
                (entry.of("Flags") - compact) * Byte.SIZE,
                (entry.of("SmallTagIndex") - compact) * Byte.SIZE,
                (entry.of("UnusedBytes") - compact) * Byte.SIZE,
                (segment - compact) * Byte.SIZE);
    }

    /** Where {@code UnusedBytesLength} lies in an entry of Vista and later: over PreviousSize. */
    public int unusedLength() {
        return compact + previousSize / Byte.SIZE;
    }

    /** The units of the block. */
    public int units(long header) {
        return (int) (header >>> size) & MAX_UNITS;
    }

    /** The bytes of the block. */
    public long bytes(long header) {
        return (long) units(header) << unitShift;
    }

    /** The units of the block before. */
    public int previousUnits(long header) {
        return (int) (header >>> previousSize) & MAX_UNITS;
    }

    /** The flags. */
    public int flags(long header) {
        return (int) (header >>> flags) & BYTE;
    }

    /** Whether the block is given out. */
    public boolean isBusy(long header) {
        return (header >>> flags & BUSY) != 0;
    }

    /** The checksum of an encoded header. */
    public int smallTagIndex(long header) {
        return (int) (header >>> smallTagIndex) & BYTE;
    }

    /** The bytes that the caller did not ask for. */
    public int unusedBytes(long header) {
        return (int) (header >>> unusedBytes) & BYTE;
    }

    /** The segment's index or offset. */
    public int segmentByte(long header) {
        return (int) (header >>> segment) & BYTE;
    }

    /** The checksum of the fields: the bytes of {@code Size} and {@code Flags} combined by XOR. */
    public int checksum(long header) {
        return (int) (header >>> size ^ header >>> size + Byte.SIZE ^ header >>> flags) & BYTE;
    }

    /** The largest block that freeing may make by joining two. */
    public int maxJoinedUnits() {
        return MAX_UNITS + 1 - (HeapLayout.PAGE >> unitShift);
    }
}
