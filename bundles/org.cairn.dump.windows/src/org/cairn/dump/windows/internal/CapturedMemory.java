package org.cairn.dump.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;

/**
 * Builds the address space from {@code MINIDUMP_MEMORY_LIST} and {@code MINIDUMP_MEMORY64_LIST}.
 */
final class CapturedMemory {
    /**
     * The most stretches that are kept, after neighbours were joined; each costs about 150 bytes of
     * Java heap.
     */
    static final int MAX_STRETCHES = 1 << 20;

    private static final Structure RANGE = MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR;
    private static final Field START = RANGE.field("StartOfMemoryRange");
    private static final long LOCATION = RANGE.offset("Memory");
    private static final Structure LIST64 = MinidumpFormat.MINIDUMP_MEMORY64_LIST;
    private static final Field NUMBER64 = LIST64.field("NumberOfMemoryRanges");
    private static final Field BASE_RVA64 = LIST64.field("BaseRva");
    private static final Structure RANGE64 = MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR64;
    private static final Field START64 = RANGE64.field("StartOfMemoryRange");
    private static final Field SIZE64 = RANGE64.field("DataSize");
    private static final long CANCEL_MASK = (1 << 16) - 1;

    private final MinidumpFile file;
    private final MemoryMap map;
    private final Remarks remarks;
    private final Progress progress;
    private final SparseMemory.Builder memory;
    private final Stretches captured = new Stretches(this::keepBytes);
    private final Stretches truncated =
            new Stretches((first, last, _) -> keepAbsence(first, last, Absence.TRUNCATED));
    private final Stretches corrupt =
            new Stretches((first, last, _) -> keepAbsence(first, last, Absence.CORRUPT));
    private int stretches;
    private long unused;
    private long ranges;
    private long promised;
    private long held;
    private long truncatedRanges;
    private long corruptRanges;

    CapturedMemory(MinidumpFile file, MemoryMap map, Remarks remarks, Progress progress) {
        this.file = file;
        this.map = map;
        this.remarks = remarks;
        this.progress = progress;
        this.memory = SparseMemory.builder(map.elsewhere());
    }

    void readMemoryList(StreamPart part) {
        EntryTable table = EntryTable.counted(part, RANGE, Long.MAX_VALUE, remarks);
        for (long i = 0; i < table.count(); i++) {
            Location location = Location.read(table.bytes(), table.at(i) + LOCATION);
            add(START.get(table.bytes(), table.at(i)), location.size(), location.rva());
        }
    }

    void readMemory64List(StreamPart part) {
        if (!part.holds(LIST64)) {
            remarks.tooShort(part, LIST64);
            return;
        }
        long offset = BASE_RVA64.get(part.bytes(), 0);
        StreamPart list = upTo(offset, part);
        EntryTable table =
                EntryTable.of(
                        list,
                        LIST64.size(),
                        RANGE64.size(),
                        NUMBER64.get(part.bytes(), 0),
                        Long.MAX_VALUE,
                        remarks);
        for (long i = 0; i < table.count(); i++) {
            long size = SIZE64.get(list.bytes(), table.at(i));
            add(START64.get(list.bytes(), table.at(i)), size, offset);
            offset = Ranges.sum(offset, size);
        }
    }

    /**
     * The directory has 32 bits for the size of the stream, the stream has 64 bits for the number
     * of ranges. So the list ends where its memory begins, if that can be; else the directory's
     * size counts.
     */
    private StreamPart upTo(long end, StreamPart part) {
        long first = part.offset() + LIST64.size();
        if (Long.compareUnsigned(end, first) < 0 || Long.compareUnsigned(end, file.size()) > 0) {
            return part;
        }
        return new StreamPart(
                part.type(),
                part.offset(),
                part.size(),
                file.bytes().asSlice(part.offset(), end - part.offset()));
    }

    private void add(long start, long size, long offset) {
        if ((++ranges & CANCEL_MASK) == 0) {
            progress.checkCancelled();
        }
        if (size == 0) {
            return;
        }
        long last = Ranges.last(start, size);
        long count = last - start + 1;
        long present = file.present(offset, count);
        promised = Ranges.sum(promised, count);
        if (present != 0) {
            held += present;
            captured.add(start, start + present - 1, offset);
        }
        if (present != count) {
            addAbsent(start + present, last, offset);
        }
    }

    private void addAbsent(long first, long last, long offset) {
        if (MinidumpFile.inHeader(offset)) {
            corruptRanges++;
            corrupt.add(first, last);
        } else {
            truncatedRanges++;
            truncated.add(first, last);
        }
    }

    private void keepBytes(long first, long last, long offset) {
        if (takes()) {
            memory.bytes(first, file.bytes(), offset, last - first + 1);
        }
    }

    private void keepAbsence(long first, long last, Absence why) {
        if (takes()) {
            memory.absent(first, last, why);
        }
    }

    private boolean takes() {
        if (stretches == MAX_STRETCHES) {
            unused++;
            return false;
        }
        stretches++;
        return true;
    }

    /** Whether any range was listed. */
    boolean isListed() {
        return ranges != 0;
    }

    /** Ends the reading: adds what the map of regions says, and the remarks. */
    AddressSpace build(Dump.Builder dump) {
        captured.flush();
        truncated.flush();
        corrupt.flush();
        map.describe(memory);
        SparseMemory space = memory.build();
        if (isListed()) {
            dump.property("memory", listed());
        }
        remarkTruncated();
        if (corruptRanges != 0) {
            remarks.warning(
                    "the bytes of %s would lie inside the file's header"
                            .formatted(Remarks.count(corruptRanges, "memory range")));
        }
        if (unused != 0) {
            remarks.warning(
                    "only %s stretches of memory are used, %s more are not"
                            .formatted(Remarks.number(MAX_STRETCHES), Remarks.number(unused)));
        } else {
            remarkOverlap(space);
        }
        return space;
    }

    private String listed() {
        return Remarks.count(ranges, "range") + ", " + Remarks.count(promised, "byte");
    }

    private void remarkTruncated() {
        if (truncatedRanges != 0) {
            remarks.warning(
                    "the file ends before its memory (%s): %s cut or missing, %s there"
                            .formatted(
                                    listed(),
                                    Remarks.count(truncatedRanges, "range"),
                                    Remarks.count(held, "byte")));
        }
    }

    private void remarkOverlap(SparseMemory space) {
        long distinct = space.extent().bytes();
        if (distinct != held) {
            remarks.warning(
                    "memory ranges overlap by %s; the range listed first counts"
                            .formatted(Remarks.count(held - distinct, "byte")));
        }
    }
}
