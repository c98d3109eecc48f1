package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.AliasRecord;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.ContextRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.SystemOwners;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The records of virtual memory: arenas, objects, contexts and aliases. */
final class MemoryRecords {
    private static final int PAGE_SHIFT = 12;

    /** The owner of the object that holds the alias records, and in front of them their header. */
    private static final int ALIASES = 0xffe2;

    /** Handles of contexts have one bit more than the fields for them. */
    private static final int HIGH_HANDLE = 1 << Short.SIZE;

    /** All flags of an alias of pages that the handbook knows. */
    private static final int ALIAS_FLAGS = 0x1ff;

    private final AddressSpace space;
    private final KernelLayouts layouts;
    private final List<ArenaRecord> arenas = new ArrayList<>();
    private final Map<Integer, @Nullable Long> starts = new HashMap<>();
    private final List<ObjectRecord> objects = new ArrayList<>();
    private final List<ContextRecord> contexts = new ArrayList<>();
    private final List<AliasRecord> aliases = new ArrayList<>();

    MemoryRecords(AddressSpace space, Sas sas, KernelLayouts layouts) {
        this.space = space;
        this.layouts = layouts;
        table(sas.value("SAS_vm_arena"), "VMAR").ifPresent(this::arenas);
        arenas.forEach(arena -> starts.put(arena.handle(), arena.start()));
        table(sas.value("SAS_vm_object"), "VMOB").ifPresent(this::objects);
        table(sas.value("SAS_vm_context"), "VMCO").ifPresent(this::contexts);
        OptionalLong start = objectOf(ALIASES);
        if (start.isPresent()) {
            long first = start.getAsLong() + layouts.get("VMBH").size();
            RecordTable.at(space, first, layouts.get("VMAL"), layouts).ifPresent(this::aliases);
        }
    }

    private Optional<RecordTable> table(long variable, String layout) {
        return RecordTable.behind(space, variable, layouts.get(layout), layouts);
    }

    /** Where the memory object of a system owner begins, if there is one. */
    OptionalLong objectOf(int owner) {
        for (ObjectRecord object : objects) {
            if (object.owner() == owner && !object.isPseudo()) {
                Long start = starts.get(object.arena());
                if (start != null) {
                    return OptionalLong.of(start);
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Where the memory objects of heaps begin. */
    Set<Long> heaps() {
        Set<Long> heaps = new HashSet<>();
        for (ObjectRecord object : objects) {
            if (SystemOwners.isResidentHeap(object.owner())
                    || SystemOwners.isSwappableHeap(object.owner())) {
                Long start = starts.get(object.arena());
                if (start != null) {
                    heaps.add(start);
                }
            }
        }
        return heaps;
    }

    void addTo(Os2Kernel.Builder kernel) {
        kernel.records(arenas, objects, contexts, aliases);
    }

    List<ArenaRecord> arenas() {
        return arenas;
    }

    private void arenas(RecordTable table) {
        Structure layout = layouts.get("VMAR");
        MemoryCursor cursor = space.cursor();
        table.forEach(
                cursor,
                handle -> {
                    int flags = (int) layout.field("ar_f").get(cursor);
                    if ((flags & ArenaRecord.IN_USE) != 0) {
                        arenas.add(
                                new ArenaRecord(
                                        handle,
                                        table.address(handle),
                                        layout.field("ar_ipg").get(cursor) << PAGE_SHIFT,
                                        layout.field("ar_cpg").get(cursor),
                                        flags,
                                        (int) layout.field("ar_harNext").get(cursor),
                                        (int) layout.field("ar_harPrev").get(cursor),
                                        (int) layout.field("ar_hob").get(cursor),
                                        context(layout, cursor, flags),
                                        (int) layout.field("ar_hal").get(cursor)));
                    }
                });
    }

    /** The handle of the first context, a selector, or that of a process. */
    private static int context(Structure layout, MemoryCursor cursor, int flags) {
        boolean high =
                (flags & ArenaRecord.HAS_CONTEXTS) != 0 && layout.field("ar_xf").get(cursor) == 1;
        return (int) layout.field("ar_hco").get(cursor) | (high ? HIGH_HANDLE : 0);
    }

    /** A record without an owner is free; the handbook does not tell how the kernel marks it. */
    private void objects(RecordTable table) {
        Structure layout = layouts.get("VMOB");
        MemoryCursor cursor = space.cursor();
        table.forEach(
                cursor,
                handle -> {
                    int owner = (int) layout.field("ob_hobOwner").get(cursor);
                    int flags = (int) layout.field("ob_fl").get(cursor);
                    boolean pseudo = (flags & ObjectRecord.PSEUDO) != 0;
                    if (owner != 0) {
                        objects.add(
                                new ObjectRecord(
                                        handle,
                                        pseudo ? 0 : (int) layout.field("ob_har").get(cursor),
                                        pseudo ? 0 : (int) layout.field("ob_hobNext").get(cursor),
                                        pseudo ? layout.field("ob_va").get(cursor) : 0,
                                        flags,
                                        owner,
                                        (int) layout.field("ob_hobMte").get(cursor),
                                        (int) layout.field("ob_cLockLong").get(cursor),
                                        (int) layout.field("ob_cLockShort").get(cursor),
                                        ""));
                    }
                });
    }

    private void contexts(RecordTable table) {
        Structure layout = layouts.get("VMCO");
        MemoryCursor cursor = space.cursor();
        table.forEach(
                cursor,
                handle -> {
                    int process = (int) layout.field("co_hobPtda").get(cursor);
                    int flags = (int) layout.field("co_f").get(cursor);
                    int next = (int) layout.field("co_hcoNext").get(cursor);
                    if (process != 0) {
                        contexts.add(
                                new ContextRecord(
                                        handle,
                                        table.address(handle),
                                        (flags & ContextRecord.NEXT_IS_HIGH) == 0
                                                ? next
                                                : next | HIGH_HANDLE,
                                        process,
                                        flags));
                    }
                });
    }

    private void aliases(RecordTable table) {
        Structure layout = layouts.get("VMAL");
        Structure pair = layouts.get("VMAL.sel");
        MemoryCursor cursor = space.cursor();
        table.forEach(
                cursor,
                handle -> {
                    int flags = (int) layout.field("al_f").get(cursor);
                    int pairFlags = (int) pair.field("al_f").get(cursor);
                    int selectors = AliasRecord.BUSY | AliasRecord.SELECTORS;
                    if ((flags & AliasRecord.BUSY) != 0 && flags <= ALIAS_FLAGS) {
                        aliases.add(pages(handle, table.address(handle), layout, cursor));
                    } else if ((pairFlags & selectors) == selectors) {
                        aliases.add(selectors(handle, table.address(handle), pair, cursor));
                    }
                });
    }

    private static AliasRecord pages(
            int handle, long address, Structure layout, MemoryCursor cursor) {
        return new AliasRecord(
                handle,
                address,
                (int) layout.field("al_har").get(cursor),
                (int) layout.field("al_hobPtda").get(cursor),
                layout.field("al_pgOffset").get(cursor),
                (int) layout.field("al_f").get(cursor),
                0,
                0,
                0);
    }

    /**
     * Its flags stand where an alias of pages has low bits of the page, and have a bit of their
     * own.
     */
    private static AliasRecord selectors(
            int handle, long address, Structure layout, MemoryCursor cursor) {
        return new AliasRecord(
                handle,
                address,
                (int) layout.field("al_har").get(cursor),
                0,
                0,
                (int) layout.field("al_f").get(cursor),
                (int) layout.field("al_cs").get(cursor),
                (int) layout.field("al_ds").get(cursor),
                (int) layout.field("al_cRef").get(cursor));
    }
}
