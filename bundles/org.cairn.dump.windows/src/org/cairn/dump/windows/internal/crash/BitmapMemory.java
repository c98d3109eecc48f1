package org.cairn.dump.windows.internal.crash;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.PageBitmap;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;

/** Pages that follow each other in the file, those that a bitmap names. */
final class BitmapMemory implements AddressSpace {
    private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(CrashDumpFormat.PAGE_SIZE);

    private final MemorySegment file;
    private final PageBitmap bitmap;
    private final long firstPage;

    /**
     * Creates the memory.
     *
     * @param file the dump
     * @param bitmap the pages that are in it
     * @param firstPage offset of the first one's bytes
     */
    BitmapMemory(MemorySegment file, PageBitmap bitmap, long firstPage) {
        this.file = file;
        this.bitmap = bitmap;
        this.firstPage = firstPage;
    }

    @Override
    public Run runAt(long address) {
        long page = address >>> PAGE_SHIFT;
        long first = bitmap.firstOfStretch(page);
        long last = bitmap.lastOfStretch(page);
        long start = first << PAGE_SHIFT;
        long end = last == -1L ? -1L : (last + 1 << PAGE_SHIFT) - 1;
        if (!bitmap.has(page)) {
            return new Run.Absent(start, end, Absence.NOT_CAPTURED);
        }
        long offset = firstPage + (bitmap.rank(first) << PAGE_SHIFT);
        long present = Math.min(end - start + 1, file.byteSize() - offset);
        if (address - start >= present) {
            return new Run.Absent(start + Math.max(present, 0), end, Absence.TRUNCATED);
        }
        return new Run.Mapped(start, start + present - 1, file.asSlice(offset, present));
    }
}
