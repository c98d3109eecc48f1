package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds page tables of NT in physical memory of which nobody says where they are. The tables of
 * each process map themselves: an entry of the top table (of PAE: of the last page directory) leads
 * back to the page that it stands in.
 */
final class KernelTables {
    private static final int PAGE = 1 << 12;
    private static final long PRESENT = 1;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    private static final long FRAME_X86 = 0xffff_f000L;
    private static final long FRAME_36 = 0x0000_000f_ffff_f000L;
    private static final int ENTRIES = 512;

    /** The page directory of x86 stands at 0xC0300000 in its own space. */
    private static final int SELF_X86 = 0xc030_0000 >>> 22;

    /** The four page directories of PAE stand at 0xC0600000: the first entries of the last one. */
    private static final int DIRECTORIES = 4;

    /** Bits of a page-directory-pointer entry of PAE that must be 0: all flags but three. */
    private static final long PAE_RESERVED = ~FRAME_36 & ~0b1_1001L;

    private final AddressSpace physical;
    private final MemoryCursor other;
    private final Predicate<PageTables> accept;

    /**
     * Prepares the search.
     *
     * @param physical memory
     * @param accept whether tables are those of a kernel
     */
    KernelTables(AddressSpace physical, Predicate<PageTables> accept) {
        this.physical = physical;
        this.other = physical.cursor();
        this.accept = accept;
    }

    /** The first tables that are accepted, in the order of physical addresses. */
    Optional<PageTables> find(Progress progress) {
        MemoryCursor page = physical.cursor();
        for (Run.Mapped run : physical.mapped(0, -1L)) {
            progress.checkCancelled();
            long first = run.start() + PAGE - 1 & -PAGE;
            long count = (run.last() - first + 1) / PAGE;
            for (long i = 0; i < count; i++) {
                long address = first + i * PAGE;
                if (page.seek(address, PAGE)) {
                    for (PageTables tables : candidates(page, address)) {
                        if (accept.test(tables)) {
                            return Optional.of(tables);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<PageTables> candidates(MemoryCursor page, long address) {
        List<PageTables> found = new ArrayList<>();
        if (isSelf(page.u32(SELF_X86 * Integer.BYTES), address, FRAME_X86)) {
            found.add(new PageTables(PagingMode.X86_PSE, address));
        }
        for (int i = ENTRIES / 2; i < ENTRIES; i++) {
            if (isSelf(page.u64((long) i * Long.BYTES), address, FRAME)) {
                found.add(new PageTables(PagingMode.X64, address));
                found.add(new PageTables(PagingMode.X64_LA57, address));
                break;
            }
        }
        for (int at = 0; at < PAGE; at += DIRECTORIES * Long.BYTES) {
            if (isPae(page, at)) {
                found.add(new PageTables(PagingMode.PAE, address + at));
            }
        }
        return found;
    }

    private static boolean isSelf(long entry, long address, long frame) {
        return (entry & PRESENT) != 0 && (entry & frame) == address;
    }

    private boolean isPae(MemoryCursor page, int at) {
        for (int i = 0; i < DIRECTORIES; i++) {
            long entry = page.u64(at + (long) i * Long.BYTES);
            if ((entry & PRESENT) == 0 || (entry & PAE_RESERVED) != 0) {
                return false;
            }
        }
        long last = page.u64(at + (long) (DIRECTORIES - 1) * Long.BYTES) & FRAME;
        if (!other.seek(last, DIRECTORIES * Long.BYTES)) {
            return false;
        }
        for (int i = 0; i < DIRECTORIES; i++) {
            long directory = page.u64(at + (long) i * Long.BYTES) & FRAME;
            if (!isSelf(other.u64((long) i * Long.BYTES), directory, FRAME)) {
                return false;
            }
        }
        return true;
    }
}
