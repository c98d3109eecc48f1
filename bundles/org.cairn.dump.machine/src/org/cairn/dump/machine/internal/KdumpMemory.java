package org.cairn.dump.machine.internal;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.BlockCache;
import org.cairn.memory.Extent;
import org.cairn.memory.Field;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageBitmap;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;

/** Pages that are unpacked when they are read. */
final class KdumpMemory implements AddressSpace {
    private static final Field OFFSET = KdumpFormat.PAGE_DESC.field("offset");
    private static final Field SIZE = KdumpFormat.PAGE_DESC.field("size");
    private static final Field FLAGS = KdumpFormat.PAGE_DESC.field("flags");

    private final AddressSpace file;
    private final PageBitmap bitmap;
    private final long descriptors;
    private final int pageSize;
    private final int pageShift;
    private final BlockCache cache;

    /**
     * Creates the memory.
     *
     * @param file the dump, rearranged when it was flattened
     * @param bitmap the pages that are there
     * @param descriptors offset of the first page's descriptor
     * @param pageSize a power of two
     */
    KdumpMemory(AddressSpace file, PageBitmap bitmap, long descriptors, int pageSize) {
        this.file = file;
        this.bitmap = bitmap;
        this.descriptors = descriptors;
        this.pageSize = pageSize;
        this.pageShift = Integer.numberOfTrailingZeros(pageSize);
        this.cache = new BlockCache(pageSize, this::unpack);
    }

    @Override
    public Run runAt(long address) {
        long page = address >>> pageShift;
        if (!bitmap.has(page)) {
            long last = bitmap.lastOfStretch(page);
            return new Run.Absent(
                    bitmap.firstOfStretch(page) << pageShift,
                    last == -1L ? -1L : (last + 1 << pageShift) - 1,
                    Absence.NOT_CAPTURED);
        }
        long first = page << pageShift;
        long last = first + pageSize - 1;
        MemorySegment bytes = cache.get(page);
        return bytes.byteSize() == pageSize
                ? new Run.Mapped(first, last, bytes)
                : new Run.Absent(first, last, whyNot(page));
    }

    @Override
    public Extent extent() {
        return new Extent(bitmap.pages() * pageSize, bitmap.stretches());
    }

    private long descriptor(long page) {
        return descriptors + bitmap.rank(page) * KdumpFormat.PAGE_DESC.size();
    }

    private MemorySegment unpack(long page) {
        MemoryCursor cursor = file.cursor();
        if (!cursor.seek(descriptor(page), KdumpFormat.PAGE_DESC.size())) {
            return MemorySegment.NULL;
        }
        long size = SIZE.get(cursor);
        long flags = FLAGS.get(cursor);
        long offset = OFFSET.get(cursor);
        if (size == 0 || size > pageSize || !cursor.seek(offset, size)) {
            return MemorySegment.NULL;
        }
        byte[] packed = cursor.bytes(0, (int) size);
        byte[] bytes = flags == 0 ? packed : new byte[pageSize];
        int count =
                switch ((int) flags) {
                    case 0 -> packed.length;
                    case 1 -> Compression.ZLIB.unpack(packed, bytes);
                    case 2 -> Compression.LZO.unpack(packed, bytes);
                    case KdumpFormat.STATUS_SNAPPY -> Compression.SNAPPY.unpack(packed, bytes);
                    case KdumpFormat.STATUS_ZSTD -> Compression.ZSTD.unpack(packed, bytes);
                    default -> Compression.DAMAGED;
                };
        return count == pageSize ? MemorySegment.ofArray(bytes).asReadOnly() : MemorySegment.NULL;
    }

    private Absence whyNot(long page) {
        MemoryCursor cursor = file.cursor();
        boolean there =
                cursor.seek(descriptor(page), KdumpFormat.PAGE_DESC.size())
                        && (SIZE.get(cursor) == 0
                                || SIZE.get(cursor) > pageSize
                                || cursor.seek(OFFSET.get(cursor), SIZE.get(cursor)));
        return there ? Absence.CORRUPT : Absence.TRUNCATED;
    }
}
