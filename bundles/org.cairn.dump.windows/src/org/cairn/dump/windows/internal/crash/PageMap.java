package org.cairn.dump.windows.internal.crash;

import org.cairn.memory.PageBitmap;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * The bitmap of a kernel or complete dump. Its header has two forms; the one whose number of pages
 * is the number of bits is the right one.
 *
 * @param bitmap the pages
 * @param firstPage offset of the first one's bytes
 * @param offset of the bitmap's header
 * @param agrees whether the number of pages is the number of bits
 */
record PageMap(PageBitmap bitmap, long firstPage, long offset, boolean agrees) {
    /** Bits that are used: 8 TB of memory. */
    private static final long MAX_PAGES = Integer.MAX_VALUE;

    /** Whether a bitmap's header is at an offset. */
    static boolean isThere(MemorySegment file, long at) {
        Structure header = CrashDumpFormat.BITMAP_DUMP;
        if (file.byteSize() - at < header.offset("FirstPage")) {
            return false;
        }
        long signature = header.field("Signature").get(file, at);
        return (signature == CrashDumpFormat.SDMP || signature == CrashDumpFormat.FDMP)
                && header.field("ValidDump").get(file, at) == CrashDumpFormat.VALID_DUMP;
    }

    /** Reads the bitmap; empty when neither form makes sense. */
    static Optional<PageMap> read(MemorySegment file, long at, boolean wide) {
        List<PageMap> found =
                List.of(
                                CrashDumpFormat.BITMAP_DUMP,
                                wide
                                        ? CrashDumpFormat.SUMMARY_DUMP64
                                        : CrashDumpFormat.SUMMARY_DUMP32)
                        .stream()
                        .flatMap(form -> read(file, at, form).stream())
                        .toList();
        return found.stream()
                .filter(PageMap::agrees)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static Optional<PageMap> read(MemorySegment file, long at, Structure form) {
        long start = at + form.offset("Bitmap");
        if (start >= file.byteSize()) {
            return Optional.empty();
        }
        long firstPage = form.field("FirstPage").get(file, at);
        long pages = form.field("Pages").get(file, at);
        long size = (pages + Byte.SIZE - 1) / Byte.SIZE;
        if (pages <= 0 || pages > MAX_PAGES || firstPage < start || firstPage - start < size) {
            return Optional.empty();
        }
        long present = Math.min(size, file.byteSize() - start);
        PageBitmap bitmap = PageBitmap.copy(file.asSlice(start, present), pages);
        boolean agrees = form.field("TotalPresentPages").get(file, at) == bitmap.pages();
        return Optional.of(new PageMap(bitmap, firstPage, at, agrees));
    }
}
