package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.layout.Offsets;

/**
 * Offsets in {@code _HEAP_USERDATA_HEADER}, with which a container begins; {@link Offsets#NONE}
 * where a version has no such field.
 *
 * @param bytes its size
 * @param subsegment of {@code SubSegment}
 * @param sizeIndex of {@code SizeIndex}: the container has 2 to the power of it bytes and a header
 * @param signature of {@code Signature}
 * @param encodedOffsets of {@code EncodedOffsets}, from 8 on
 * @param bitmapSize of {@code BusyBitmap.SizeOfBitMap}, from 8 on
 * @param bitmapBuffer of {@code BusyBitmap.Buffer}, from 8 on
 * @param bitmapData of {@code BitmapData}, from 8 on
 */
public record UserFields(
        int bytes,
        int subsegment,
        int sizeIndex,
        int signature,
        int encodedOffsets,
        int bitmapSize,
        int bitmapBuffer,
        int bitmapData) {
    static UserFields bind(Offsets user, Offsets bitmap, LfhLayout.Format format) {
        boolean mapped = format == LfhLayout.Format.BITMAP;
        int busy = mapped ? user.of("BusyBitmap") : Offsets.NONE;
        return new UserFields(
                user.size(),
                user.of("SubSegment"),
                user.of("SizeIndex"),
                user.of("Signature"),
                mapped ? user.of("EncodedOffsets") : Offsets.NONE,
                mapped ? busy + bitmap.of("SizeOfBitMap") : Offsets.NONE,
                mapped ? busy + bitmap.of("Buffer") : Offsets.NONE,
                mapped ? user.of("BitmapData") : Offsets.NONE);
    }
}
