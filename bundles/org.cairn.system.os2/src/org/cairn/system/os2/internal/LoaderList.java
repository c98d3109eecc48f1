package org.cairn.system.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.LoadedModule.Segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The kernel's list of modules (OS/2 Debugging Handbook, ".LM", "Module Table Entry"; the format of
 * a module by {@code mte_flags2} as the loader's header of the toolkit has it). What is swapped out
 * of a module is left out.
 */
final class LoaderList {
    private static final int MOST_MODULES = 1 << 14;
    private static final int MOST_SEGMENTS = 1 << 17;
    private static final int LONGEST_PATH = 260;
    private static final int FORMAT = 3;
    private static final int SEGMENTED = 1;

    private final MemoryCursor cursor;
    private final Structure entry;
    private final Structure swappable;
    private final Structure object;
    private final Structure segment;
    private int segments;

    /**
     * Prepares to read.
     *
     * @param space the kernel's memory
     * @param old whether the entries are those of OS/2 2.x
     * @param layouts of the structures
     */
    LoaderList(AddressSpace space, boolean old, KernelLayouts layouts) {
        cursor = space.cursor();
        entry = layouts.get(old ? "MTE.211" : "MTE");
        swappable = layouts.get("SMTE");
        object = layouts.get("OTE");
        segment = layouts.get("STE");
    }

    /**
     * Follows the list.
     *
     * @param head address of the variable that points to the first entry
     * @return the modules in the list's order
     */
    List<LoadedModule> read(long head) {
        List<LoadedModule> modules = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long at = cursor.seek(head, Integer.BYTES) ? cursor.u32(0) : 0;
        while (at != 0
                && seen.size() < MOST_MODULES
                && seen.add(at)
                && cursor.seek(at, entry.size())) {
            long next = entry.field("mte_link").get(cursor);
            modules.add(module(at));
            at = next;
        }
        return modules;
    }

    private LoadedModule module(long at) {
        int handle = (int) entry.field("mte_handle").get(cursor);
        long flags = entry.field("mte_flags1").get(cursor);
        boolean segmented = (entry.field("mte_flags2").get(cursor) & FORMAT) == SEGMENTED;
        long more = entry.field("mte_swapmte").get(cursor);
        String name = shortName();
        if (more == 0 || !cursor.seek(more, swappable.size())) {
            return new LoadedModule(handle, at, flags, name, List.of());
        }
        long table = swappable.field("smte_objtab").get(cursor);
        long count = Math.min(MOST_SEGMENTS - segments, swappable.field("smte_objcnt").get(cursor));
        long path = swappable.field("smte_path").get(cursor);
        int length = (int) swappable.field("smte_pathlen").get(cursor);
        String full = text(path, Math.min(length, LONGEST_PATH));
        List<Segment> read = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            if (!segment(read, table, number, segmented)) {
                break;
            }
        }
        segments += read.size();
        return new LoadedModule(handle, at, flags, full.isEmpty() ? name : full, read);
    }

    private String shortName() {
        if (entry.field("mte_modname").size() == Long.BYTES) {
            return printable(cursor.bytes(entry.offset("mte_modname"), Long.BYTES));
        }
        long name = entry.field("mte_modname").get(cursor);
        int length = cursor.seek(name, 1) ? cursor.u8(0) : 0;
        return length == 0 ? "" : text(name + 1, length);
    }

    private boolean segment(List<Segment> into, long table, int number, boolean segmented) {
        Structure layout = segmented ? segment : object;
        if (!cursor.seek(table + (long) (number - 1) * layout.size(), layout.size())) {
            return false;
        }
        into.add(
                segmented
                        ? new Segment(
                                number,
                                0,
                                segment.field("ste_minsize").get(cursor),
                                segment.field("ste_flags").get(cursor),
                                (int) segment.field("ste_seghdl").get(cursor),
                                (int) segment.field("ste_selector").get(cursor))
                        : new Segment(
                                number,
                                object.field("ote_base").get(cursor),
                                object.field("ote_size").get(cursor),
                                object.field("ote_flags").get(cursor),
                                (int) object.field("ote_hob").get(cursor),
                                (int) object.field("ote_sel").get(cursor)));
        return true;
    }

    private String text(long address, int length) {
        return length > 0 && address != 0 && cursor.seek(address, length)
                ? printable(cursor.bytes(0, length))
                : "";
    }

    private static String printable(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{Cntrl}", ".").strip();
    }
}
