package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpSource;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A file in makedumpfile's flattened form, for pipes: records that say where in the real file their
 * bytes belong. The real file is an address space.
 */
final class FlattenedFile {
    /** Records that are kept: each costs about 150 bytes of Java heap. */
    static final int MAX_RECORDS = 1 << 20;

    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final long CANCEL_MASK = (1 << 16) - 1;

    private record Part(long address, long offset, long size) {}

    private FlattenedFile() {}

    static boolean is(MemorySegment file) {
        byte[] signature = KdumpFormat.FLAT_SIGNATURE.getBytes(StandardCharsets.US_ASCII);
        if (file.byteSize() <= signature.length) {
            return false;
        }
        MemorySegment start = file.asSlice(0, signature.length);
        return start.mismatch(MemorySegment.ofArray(signature)) < 0;
    }

    /** The real file. Where records overlap, the later one counts, as when they are written. */
    static SparseMemory rearrange(DumpSource source, Dump.Builder dump, Progress progress)
            throws DumpFormatException {
        MemorySegment file = source.bytes();
        List<Part> parts = new ArrayList<>();
        long position = KdumpFormat.FLAT_HEADER;
        boolean ended = false;
        while (!ended
                && position <= file.byteSize() - KdumpFormat.FLAT_RECORD
                && parts.size() < MAX_RECORDS) {
            long address = file.get(U64, position);
            long size = file.get(U64, position + Long.BYTES);
            position += KdumpFormat.FLAT_RECORD;
            ended = address < 0 || size < 0;
            if (!ended) {
                long present = Math.min(size, file.byteSize() - position);
                parts.add(new Part(address, position, present));
                position = FileRanges.sum(position, size);
            }
            if ((parts.size() & CANCEL_MASK) == 0) {
                progress.checkCancelled();
            }
        }
        if (parts.isEmpty()) {
            throw source.refuse(KdumpFormat.FLAT_HEADER, "no record of the flattened form");
        }
        if (!ended) {
            dump.remark(
                    Remark.warning(
                            "the records of the flattened form have no end mark: the file was cut,"
                                    + " or has more than %s of them"
                                            .formatted(Words.number(MAX_RECORDS))));
        }
        SparseMemory.Builder real = SparseMemory.builder(Absence.TRUNCATED);
        for (Part part : parts.reversed()) {
            real.bytes(part.address, file, part.offset, part.size);
        }
        return real.build();
    }
}
