package org.cairn.system.windows.internal;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Page;
import org.cairn.memory.PageVisitor;
import org.cairn.memory.Progress;
import org.cairn.memory.TranslatedMemory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the kernel's half of the addresses is used for: pages that its tables map, neighbours with
 * equal rights as one, cut where images, pools and the page tables themselves begin and end.
 */
final class KernelRegions {
    /** More are not kept: a kernel with terabytes of memory would have millions. */
    private static final int MAX_REGIONS = 1 << 18;

    private static final long FIRST_X86 = 0x8000_0000L;
    private static final long FIRST_X64 = 0xffff_8000_0000_0000L;
    private static final long LAST_X86 = 0xffff_ffffL;
    private static final long TABLES_X86 = 0xc000_0000L;
    private static final long TABLES_X86_SIZE = 4L << 20;
    private static final long TABLES_PAE_SIZE = 8L << 20;
    private static final int X64_ENTRIES = 512;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;

    private final Kernel kernel;
    private final List<Span> spans = new ArrayList<>();
    private final List<DumpRegion> regions = new ArrayList<>();
    private int passed;

    private KernelRegions(Kernel kernel, List<DumpModule> modules) {
        this.kernel = kernel;
        for (DumpModule module : modules) {
            add(module.base(), module.base() + module.size() - 1, "image");
        }
        kernel.debuggerData().ifPresent(this::addPools);
    }

    /** A range whose use is known. */
    private record Span(long first, long last, String kind) {
        boolean holds(long address) {
            return Long.compareUnsigned(address - first, last - first) <= 0;
        }
    }

    /**
     * Lists the regions.
     *
     * @param modules the kernel's images
     * @return by ascending address
     */
    static List<DumpRegion> of(Kernel kernel, List<DumpModule> modules) {
        return new KernelRegions(kernel, modules).list();
    }

    private void add(long first, long last, String kind) {
        if (Long.compareUnsigned(first, last) < 0 && last != -1L) {
            spans.add(new Span(first, last, kind));
        }
    }

    /**
     * The variables that the block names are of Windows up to 2003 and of ReactOS. Nonpaged pool is
     * what is mapped in one piece from its beginning, as it is when the system starts; how far it
     * grew, between other things and its end, they do not say.
     */
    private void addPools(DebuggerData data) {
        long nonpaged = value(data, "MmNonPagedPoolStart");
        if (nonpaged != 0) {
            add(nonpaged, lastMapped(nonpaged, value(data, "MmNonPagedPoolEnd")), "nonpaged pool");
        }
        long paged = value(data, "MmPagedPoolStart");
        if (paged != 0) {
            add(paged, value(data, "MmPagedPoolEnd") - 1, "paged pool");
        }
    }

    /** The last address of the pages that follow each other from an address. */
    private long lastMapped(long first, long end) {
        long next = first;
        for (int pages = 0; pages < MAX_REGIONS && Long.compareUnsigned(next, end) < 0; pages++) {
            Optional<Page> page = kernel.space().page(next);
            if (page.isEmpty()) {
                break;
            }
            next = page.get().address() + page.get().size();
        }
        return next - 1;
    }

    private long value(DebuggerData data, String variable) {
        long address = data.get(variable);
        return address == 0 ? 0 : new Values(kernel.space()).integer(address, kernel.pointerSize());
    }

    private List<DumpRegion> list() {
        boolean wide = kernel.pointerSize() == Long.BYTES;
        long first = wide ? FIRST_X64 : FIRST_X86;
        long last = wide ? -1L : LAST_X86;
        Optional<Span> tables = tables();
        if (tables.isPresent()) {
            walk(first, tables.get().first() - 1);
            regions.add(region(tables.get(), "rw-"));
            walk(tables.get().last() + 1, last);
        } else {
            walk(first, last);
        }
        return regions;
    }

    private static DumpRegion region(Span span, String rights) {
        return new DumpRegion(
                span.first(), span.last(), span.first(), "commit", rights, span.kind());
    }

    /** Where the page tables map themselves. */
    private Optional<Span> tables() {
        return switch (kernel.space().tables().mode()) {
            case X86, X86_PSE ->
                    Optional.of(
                            new Span(TABLES_X86, TABLES_X86 + TABLES_X86_SIZE - 1, "page table"));
            case PAE ->
                    Optional.of(
                            new Span(TABLES_X86, TABLES_X86 + TABLES_PAE_SIZE - 1, "page table"));
            case X64, X64_LA57 -> selfMap();
        };
    }

    private Optional<Span> selfMap() {
        TranslatedMemory space = kernel.space();
        boolean five = space.tables().mode().levels() == 5;
        int shift = five ? 48 : 39;
        MemoryCursor cursor = space.physical().cursor();
        long root = space.tables().root();
        for (int i = X64_ENTRIES / 2; i < X64_ENTRIES; i++) {
            if (cursor.seek(root + (long) i * Long.BYTES, Long.BYTES)
                    && (cursor.u64(0) & 1) != 0
                    && (cursor.u64(0) & FRAME) == root) {
                int unused = Long.SIZE - shift - 9;
                long first = (long) i << shift << unused >> unused;
                return Optional.of(new Span(first, first + (1L << shift) - 1, "page table"));
            }
        }
        return Optional.empty();
    }

    private void walk(long first, long last) {
        if (Long.compareUnsigned(first, last) > 0) {
            return;
        }
        spans.sort(Comparator.comparing(Span::first, Long::compareUnsigned));
        kernel.space()
                .pages(
                        first,
                        last,
                        new PageVisitor() {
                            @Override
                            public void page(Page page) {
                                KernelRegions.this.page(page);
                            }
                        },
                        Progress.NONE);
    }

    private void page(Page page) {
        String rights = "r" + (page.writable() ? "w" : "-") + (page.executable() ? "x" : "-");
        long position = page.address();
        long end = page.address() + page.size() - 1;
        while (Long.compareUnsigned(position, end) <= 0 && regions.size() < MAX_REGIONS) {
            Span span = spanAt(position, end);
            append(span, rights);
            if (span.last() == -1L) {
                return;
            }
            position = span.last() + 1;
        }
    }

    /** The part of a range that is used for one thing. Positions only ascend. */
    private Span spanAt(long position, long end) {
        while (passed < spans.size()
                && Long.compareUnsigned(spans.get(passed).last(), position) < 0) {
            passed++;
        }
        if (passed == spans.size()) {
            return new Span(position, end, "");
        }
        Span span = spans.get(passed);
        long last = span.holds(position) ? span.last() : span.first() - 1;
        return new Span(
                position,
                Long.compareUnsigned(last, end) < 0 ? last : end,
                span.holds(position) ? span.kind() : "");
    }

    private void append(Span span, String rights) {
        DumpRegion before = regions.isEmpty() ? region(span, "") : regions.getLast();
        boolean continues =
                before.last() + 1 == span.first()
                        && before.protection().equals(rights)
                        && before.kind().equals(span.kind());
        if (continues) {
            regions.removeLast();
            regions.add(
                    new DumpRegion(
                            before.start(),
                            span.last(),
                            before.allocationBase(),
                            "commit",
                            rights,
                            span.kind()));
        } else {
            regions.add(region(span, rights));
        }
    }
}
