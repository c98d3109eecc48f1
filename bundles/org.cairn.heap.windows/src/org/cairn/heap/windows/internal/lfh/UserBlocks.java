package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.memory.Addresses;

import java.util.Optional;

/**
 * A {@code _HEAP_USERDATA_HEADER}, which is what a container begins with.
 *
 * @param address of it
 * @param subsegment {@code SubSegment}
 * @param sizeIndex {@code SizeIndex}
 * @param signature {@code Signature}
 * @param offsets {@code EncodedOffsets} as it is in memory, 0 up to 7
 * @param bits {@code BusyBitmap.SizeOfBitMap}, 0 up to 7
 * @param bitmap {@code BusyBitmap.Buffer}, 0 up to 7
 */
record UserBlocks(
        long address,
        long subsegment,
        int sizeIndex,
        int signature,
        int offsets,
        long bits,
        long bitmap) {
    /** The most blocks of a container: {@code BlockCount} has 16 bits. */
    static final int MAX_BLOCKS = 0xffff;

    /** Reads a header; empty when not all of it is there. */
    static Optional<UserBlocks> read(HeapMemory memory, LfhLayout layout, long address) {
        UserFields fields = layout.user();
        if (!memory.isPresent(address, fields.bytes())) {
            return Optional.empty();
        }
        var cursor = memory.cursor();
        boolean mapped = layout.format() == LfhLayout.Format.BITMAP;
        return Optional.of(
                new UserBlocks(
                        address,
                        memory.pointerAt(fields.subsegment()),
                        cursor.u8(fields.sizeIndex()),
                        (int) cursor.u32(fields.signature()),
                        mapped ? (int) cursor.u32(fields.encodedOffsets()) : 0,
                        mapped ? memory.pointerAt(fields.bitmapSize()) : 0,
                        mapped ? memory.pointerAt(fields.bitmapBuffer()) : 0));
    }

    /** The same with the subsegment that it should name. */
    UserBlocks of(Subsegment other) {
        return new UserBlocks(
                address, other.address(), sizeIndex, signature, offsets, bits, bitmap);
    }

    boolean isSigned() {
        return signature == LfhLayout.SIGNATURE;
    }

    /** Whether the bitmap is the container's own, as it must be. */
    boolean ownsBitmap(LfhLayout layout) {
        return bitmap == address + layout.user().bitmapData() && hasBits();
    }

    /** Whether the size of the bitmap can be a number of blocks. */
    boolean hasBits() {
        return bits > 0 && Long.compareUnsigned(bits, MAX_BLOCKS) <= 0;
    }

    @Override
    public String toString() {
        return "UserBlocks " + Addresses.hex(address);
    }
}
