package org.cairn.system.os2.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpProcessor;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.TranslatedMemory;
import org.cairn.system.os2.KernelLayouts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds an OS/2 kernel in physical memory: its anchor segment by a scan; its page tables by the
 * container's registers, or by a scan for those that lead from the anchor to tables of arena and
 * object records.
 */
final class MachineFinder {
    /** A 32-bit kernel without PAE reaches no more memory. */
    private static final long LAST = 0xffff_ffffL;

    /** In front of the memory in a file that the stand-alone dump wrote. */
    private static final int DUMP_HEADER = 0x200;

    private static final int PAGE = 0x1000;
    private static final long PRESENT = 1;
    private static final long FRAME = 0xffff_f000L;
    private static final int DIRECTORY_SHIFT = 22;
    private static final int TABLE_SHIFT = 12;
    private static final int INDEX = 0x3ff;

    private final Dump dump;
    private final KernelLayouts layouts;
    private final Progress progress;

    /**
     * A kernel.
     *
     * @param space its memory, as the processor sees it
     * @param sas its anchor, by linear address
     * @param header bytes of the file in front of its memory
     */
    record Found(TranslatedMemory space, Sas sas, long header) {}

    MachineFinder(Dump dump, KernelLayouts layouts, Progress progress) {
        this.dump = dump;
        this.layouts = layouts;
        this.progress = progress;
    }

    /** The first kernel, at both places where memory can begin in the file. */
    Optional<Found> find() {
        progress.task("looking for OS/2");
        List<Long> anchors = Sas.search(dump.memory(), LAST, layouts, progress);
        for (long header : new long[] {0, DUMP_HEADER}) {
            AddressSpace physical =
                    header == 0 ? dump.memory() : new ShiftedMemory(dump.memory(), header);
            for (long anchor : anchors) {
                if (anchor >= header) {
                    Optional<Found> found = find(physical, anchor - header, header);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Found> find(AddressSpace physical, long anchor, long header) {
        progress.checkCancelled();
        Optional<Sas> sas = Sas.read(physical, anchor, layouts);
        if (sas.isPresent()) {
            for (PageTables tables : tables(physical, sas.get())) {
                Optional<Found> found = found(tables.over(physical), anchor, sas.get(), header);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Found> found(TranslatedMemory space, long anchor, Sas physical, long header) {
        if (table(space, physical, "SAS_vm_arena", "VMAR").isEmpty()
                || table(space, physical, "SAS_vm_object", "VMOB").isEmpty()) {
            return Optional.empty();
        }
        OptionalLong linear = space.addressOf(anchor, progress);
        return linear.isEmpty()
                ? Optional.empty()
                : Sas.read(space, linear.getAsLong(), layouts)
                        .map(sas -> new Found(space, sas, header));
    }

    private Optional<RecordTable> table(
            AddressSpace space, Sas sas, String pointer, String layout) {
        return RecordTable.behind(space, sas.value(pointer), layouts.get(layout), layouts);
    }

    private Set<PageTables> tables(AddressSpace physical, Sas sas) {
        Set<PageTables> tables = new LinkedHashSet<>();
        for (DumpProcessor processor : dump.processors()) {
            processor
                    .pageTables()
                    .filter(given -> given.mode().architecture() == Architecture.X86)
                    .ifPresent(tables::add);
        }
        if (tables.isEmpty()) {
            scan(physical, sas).forEach(tables::add);
        }
        return tables;
    }

    /** The pages that as a page directory lead to what the anchor points to. */
    private List<PageTables> scan(AddressSpace physical, Sas sas) {
        List<PageTables> found = new ArrayList<>();
        MemoryCursor cursor = physical.cursor();
        long arenas = sas.value("SAS_vm_arena");
        long objects = sas.value("SAS_vm_object");
        for (Run.Mapped run : physical.mapped(0, LAST)) {
            progress.checkCancelled();
            long page = run.start() + PAGE - 1 & -PAGE;
            for (; page + PAGE - 1 <= run.last(); page += PAGE) {
                if (leads(cursor, page, arenas) && leads(cursor, page, objects)) {
                    found.add(new PageTables(PagingMode.X86, page));
                }
            }
        }
        return found;
    }

    /** Whether a variable is mapped, and what it points to. */
    private static boolean leads(MemoryCursor cursor, long directory, long variable) {
        long at = translate(cursor, directory, variable);
        if (at < 0 || !cursor.seek(at, Integer.BYTES)) {
            return false;
        }
        long value = cursor.u32(0);
        return value != 0 && translate(cursor, directory, value) >= 0;
    }

    private static long translate(MemoryCursor cursor, long directory, long address) {
        long table = entry(cursor, directory, address >>> DIRECTORY_SHIFT);
        long page = table < 0 ? -1 : entry(cursor, table, address >>> TABLE_SHIFT & INDEX);
        return page < 0 ? -1 : page | address & PAGE - 1;
    }

    /** The page of a present entry, or -1. */
    private static long entry(MemoryCursor cursor, long table, long index) {
        if (!cursor.seek(table + index * Integer.BYTES, Integer.BYTES)) {
            return -1;
        }
        long entry = cursor.u32(0);
        return (entry & PRESENT) == 0 ? -1 : entry & FRAME;
    }
}
