package org.cairn.dump.windows.internal.hibernation;

import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Progress;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The memory in a file of Windows 8 and later: sets of up to 16 pages that follow each other, from
 * the page that the boot loader restores first and from the one that the kernel restores first. A
 * set is a word (number of descriptors in 8 bits, size of the packed pages in 22, method in 2), a
 * descriptor for each stretch of pages (their number less one in 4 bits, the first page's number
 * above) and the packed pages.
 *
 * <p>{@code PO_MEMORY_IMAGE} has other offsets in almost each version. The right ones are those
 * where two sets begin; the number of the kernel's pages is the one that its sets end with.
 */
final class RestoreSets {
    /** Where the header of a version has its fields. */
    private enum Header {
        /** 64 bit: Windows 10 and later; the last offset depends on the release. */
        WINDOWS_10_X64(Architecture.X64, 0x58, 0x68, 0x70, 0x218, 0x220, 0x230),
        /** 64 bit: Windows 8 and 8.1. */
        WINDOWS_8_X64(Architecture.X64, 0x58, 0x60, 0x68, 0x1c8),
        /** 32 bit: the pages of the kernel are not counted at a known place. */
        WINDOWS_8_X86(Architecture.X86, 0x48, 0x50, 0x54);

        private final Architecture architecture;
        private final int numPagesForLoader;
        private final int firstBootRestorePage;
        private final int firstKernelRestorePage;
        private final int[] kernelPagesProcessed;

        Header(
                Architecture architecture,
                int numPagesForLoader,
                int firstBootRestorePage,
                int firstKernelRestorePage,
                int... kernelPagesProcessed) {
            this.architecture = architecture;
            this.numPagesForLoader = numPagesForLoader;
            this.firstBootRestorePage = firstBootRestorePage;
            this.firstKernelRestorePage = firstKernelRestorePage;
            this.kernelPagesProcessed = kernelPagesProcessed;
        }

        long page(MemorySegment file, int offset) {
            int size = architecture.pointerSize();
            return new Field("", "PFN_NUMBER", offset, size).get(file, 0);
        }
    }

    private static final int PAGE = PackedPages.PAGE;
    private static final Field WORD = new Field("Set", "u32", 0, Integer.BYTES);
    private static final int COUNT_MASK = 0xff;
    private static final int SIZE_SHIFT = 8;
    private static final int SIZE_MASK = (1 << 22) - 1;
    private static final int METHOD_SHIFT = 30;

    /** The methods from this one on have Huffman codes. */
    private static final int FIRST_HUFFMAN = 2;

    private static final int PAGES_MASK = 0xf;
    private static final int PAGES_BITS = 4;
    private static final long CANCEL_MASK = (1 << 12) - 1;

    private final MemorySegment file;
    private final Header header;
    private final PackedPages.Builder memory;
    private long bootPages;
    private long kernelPages;
    private boolean complete = true;

    private RestoreSets(MemorySegment file, Header header) {
        this.file = file;
        this.header = header;
        this.memory = new PackedPages.Builder(file);
    }

    /** Whether sets begin where one of the headers says. */
    static boolean isThere(MemorySegment file) {
        return find(file).isPresent();
    }

    private static Optional<RestoreSets> find(MemorySegment file) {
        if (file.byteSize() < PAGE) {
            return Optional.empty();
        }
        for (Header header : Header.values()) {
            RestoreSets sets = new RestoreSets(file, header);
            if (sets.pagesAt(sets.boot()) > 0 && sets.pagesAt(sets.kernel()) > 0) {
                return Optional.of(sets);
            }
        }
        return Optional.empty();
    }

    static Optional<RestoreSets> read(MemorySegment file, Progress progress) {
        Optional<RestoreSets> found = find(file);
        found.ifPresent(sets -> sets.readAll(progress));
        return found;
    }

    private long boot() {
        return offset(header.page(file, header.firstBootRestorePage));
    }

    private long kernel() {
        return offset(header.page(file, header.firstKernelRestorePage));
    }

    private static long offset(long page) {
        return page > 0 && page < PackedPages.Builder.MAX_PAGE ? page * PAGE : -1;
    }

    private void readAll(Progress progress) {
        long loader = header.page(file, header.numPagesForLoader);
        long at = boot();
        while (bootPages < loader && pagesAt(at) > 0 && !memory.isFull()) {
            bootPages += pagesAt(at);
            at = add(at);
        }
        complete = bootPages == loader;
        Set<Long> ends = new TreeSet<>();
        for (int offset : header.kernelPagesProcessed) {
            ends.add(header.page(file, offset));
        }
        long most = kernelEnd(ends, progress);
        at = kernel();
        while (kernelPages < most && pagesAt(at) > 0 && !memory.isFull()) {
            kernelPages += pagesAt(at);
            at = add(at);
        }
    }

    /** How many pages the kernel's sets have: the largest number of the header that they meet. */
    private long kernelEnd(Set<Long> ends, Progress progress) {
        long at = kernel();
        long pages = 0;
        long met = 0;
        long sets = 0;
        while (pagesAt(at) > 0) {
            if ((++sets & CANCEL_MASK) == 0) {
                progress.checkCancelled();
            }
            pages += pagesAt(at);
            at = next(at);
            met = ends.contains(pages) ? pages : met;
        }
        complete &= met != 0;
        return met == 0 ? Long.MAX_VALUE : met;
    }

    /** The number of pages in the set at an offset, 0 when none can be there. */
    private int pagesAt(long at) {
        if (at < 0 || at > file.byteSize() - Integer.BYTES) {
            return 0;
        }
        int count = descriptors(at);
        long size = size(at);
        long first = at + Integer.BYTES;
        boolean fits =
                count > 0
                        && count <= PackedPages.BLOCK_PAGES
                        && first + (long) count * width() <= file.byteSize();
        int pages = 0;
        for (int i = 0; fits && i < count; i++) {
            pages += pages(at, i);
            fits = page(at, i) < PackedPages.Builder.MAX_PAGE && page(at, i) >= 0;
        }
        boolean possible =
                fits && pages <= PackedPages.BLOCK_PAGES && size > 0 && size <= (long) pages * PAGE;
        return possible ? pages : 0;
    }

    private int width() {
        return header.architecture.pointerSize();
    }

    private int descriptors(long at) {
        return (int) WORD.get(file, at) & COUNT_MASK;
    }

    private int size(long at) {
        return (int) (WORD.get(file, at) >>> SIZE_SHIFT) & SIZE_MASK;
    }

    private long descriptor(long at, int index) {
        long place = at + Integer.BYTES + (long) index * width();
        return new Field("", "PO_MEMORY_RANGE", 0, width()).get(file, place);
    }

    private int pages(long at, int index) {
        return (int) (descriptor(at, index) & PAGES_MASK) + 1;
    }

    private long page(long at, int index) {
        return descriptor(at, index) >>> PAGES_BITS;
    }

    private long next(long at) {
        return at + Integer.BYTES + (long) descriptors(at) * width() + size(at);
    }

    /** Adds the set at an offset; returns where the next one begins. */
    private long add(long at) {
        int pages = pagesAt(at);
        int size = size(at);
        int method = (int) (WORD.get(file, at) >>> METHOD_SHIFT);
        PackedPages.Packing packing =
                size == pages * PAGE
                        ? PackedPages.Packing.NONE
                        : method < FIRST_HUFFMAN
                                ? PackedPages.Packing.PLAIN
                                : PackedPages.Packing.HUFFMAN;
        memory.block(next(at) - size, size, pages, packing);
        int first = 0;
        for (int i = 0; i < descriptors(at); i++) {
            memory.run(page(at, i), pages(at, i), first);
            first += pages(at, i);
        }
        return next(at);
    }

    Architecture architecture() {
        return header.architecture;
    }

    PackedPages memory() {
        return memory.build();
    }

    long bootOffset() {
        return boot();
    }

    long kernelOffset() {
        return kernel();
    }

    long bootPages() {
        return bootPages;
    }

    long kernelPages() {
        return kernelPages;
    }

    /** Whether both kinds of sets have as many pages as the header says. */
    boolean isComplete() {
        return complete;
    }
}
