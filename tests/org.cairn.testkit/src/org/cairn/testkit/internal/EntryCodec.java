package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticMemory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * The headers of a heap's blocks as one value of eight bytes. Since Windows Vista a header is
 * XOR'ed with {@code _HEAP.Encoding} and {@code SmallTagIndex} is a checksum; the bytes of {@code
 * UnusedBytes} and {@code SegmentOffset} stay plain, and the bit of {@code EncodeFlagMask} is set
 * in the encoded header of a block, so it is set in {@code Encoding} (so in processes of Windows 7
 * and 10 1903). Before, {@code SmallTagIndex} holds the cookie that descriptions of Windows XP SP2
 * give: the heap's own, XOR the block's address divided by eight.
 */
public final class EntryCodec {
    /**
     * {@code _HEAP.EncodeFlagMask}: bit 4 of {@code Flags}, in the first four bytes of a header.
     */
    static final long ENCODE_FLAG_MASK = 0x10_0000;

    private static final ValueLayout.OfLong RAW =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Structure layout;
    private final boolean encoded;
    private final int base;
    private final int size;
    private final int previousSize;
    private final int flags;
    private final int tag;
    private final int unused;
    private final int segment;
    private final long key;

    /** Draws the secret of a heap. */
    public EntryCodec(HeapShape shape, Random random) {
        layout = shape.structure("_HEAP_ENTRY");
        encoded = !shape.isOld();
        base = layout.offset("Size");
        size = shift("Size");
        previousSize = shift("PreviousSize");
        flags = shift("Flags");
        tag = shift("SmallTagIndex");
        unused = shift("UnusedBytes");
        segment = shift(encoded ? "SegmentOffset" : "SegmentIndex");
        long secret = random.nextLong();
        long plain = 0xffL << unused | 0xffL << segment;
        key = encoded ? (secret | ENCODE_FLAG_MASK) & ~plain : secret & 0xff;
    }

    /** Writes {@code _HEAP.Encoding}; the bytes before {@code Size} stay zero. */
    void writeKey(SyntheticMemory memory, long address) {
        write(memory, address, key);
    }

    /** Writes the header of the block at an address. */
    void write(SyntheticMemory memory, long address, long header) {
        memory.bytes(address + base, Long.BYTES).set(RAW, 0, header);
    }

    /** Reads the header of the block at an address. */
    long read(SyntheticMemory memory, long address) {
        return memory.bytes(address + base, Long.BYTES).get(RAW, 0);
    }

    /** Offset of the eight bytes in {@code _HEAP_ENTRY}. */
    public int base() {
        return base;
    }

    /** The eight bytes of a header as they stand in memory. */
    public long header(
            long address,
            int units,
            int unitsBefore,
            int flagBits,
            int unusedBytes,
            int segmentByte) {
        long plain =
                (long) units << size
                        | (long) unitsBefore << previousSize
                        | (long) flagBits << flags
                        | (long) unusedBytes << unused
                        | (long) segmentByte << segment;
        return encoded ? seal(plain) ^ key : plain | cookie(address) << tag;
    }

    /** The header of the heap's first block, which before Windows Vista keeps the heap's cookie. */
    long heapHeader(long address, int units, int flagBits, int unusedBytes) {
        if (encoded) {
            return header(address, units, 0, flagBits, unusedBytes, 0);
        }
        return (long) units << size | (long) flagBits << flags | key << tag;
    }

    /** Changes a field of a header that is encoded; keeps the checksum or makes it right. */
    long change(long raw, String field, long value, boolean sealed) {
        Field changed = layout.field(field);
        MemorySegment bytes = MemorySegment.ofArray(new byte[layout.size()]);
        bytes.set(RAW, base, encoded ? raw ^ key : raw);
        changed.set(bytes, 0, value);
        long plain = bytes.get(RAW, base);
        if (!encoded) {
            return plain;
        }
        return (sealed ? seal(plain & ~(0xffL << tag)) : plain) ^ key;
    }

    private long seal(long plain) {
        long units = plain >>> size & 0xffff;
        long sum = (units ^ units >>> Byte.SIZE ^ plain >>> flags) & 0xff;
        return plain | sum << tag;
    }

    private long cookie(long address) {
        return (address >>> 3 ^ key) & 0xff;
    }

    private int shift(String field) {
        return (layout.offset(field) - base) * Byte.SIZE;
    }
}
