package org.cairn.system.os2.internal;

import org.cairn.dump.DumpRecord;
import org.cairn.dump.DumpSelector;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.LoadedModule.Segment;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.eclipse.jdt.annotation.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a debugger listed of a kernel, in the columns of the OS/2 Dump Formatter. What is listed
 * twice counts once, but a module's segments are added to it.
 */
public final class ListedKernel {
    private static final int HEX = 16;

    private final Map<Integer, ArenaRecord> arenas = new LinkedHashMap<>();
    private final Map<Integer, ObjectRecord> objects = new LinkedHashMap<>();
    private final Map<Integer, LoadedModule> modules = new LinkedHashMap<>();
    private final Map<Integer, DumpRecord> threads = new LinkedHashMap<>();
    private final Map<Integer, DumpRecord> blocked = new LinkedHashMap<>();
    private @Nullable LoadedModule module;

    private ListedKernel() {}

    /**
     * Reads the records.
     *
     * @param records in the debugger's order
     * @param selectors that the debugger showed
     * @return what they tell
     */
    public static Os2Kernel read(List<DumpRecord> records, List<DumpSelector> selectors) {
        ListedKernel listed = new ListedKernel();
        records.forEach(listed::add);
        return new Os2Kernel.Builder()
                .records(
                        List.copyOf(listed.arenas.values()),
                        List.copyOf(listed.objects.values()),
                        List.of(),
                        List.of())
                .modules(List.copyOf(listed.modules.values()))
                .threads(listed.threads())
                .selectors(selectors)
                .build();
    }

    private void add(DumpRecord record) {
        switch (record.kind()) {
            case "har" -> arena(record);
            case "hob" -> object(record);
            case "hmte" -> module(record);
            case "seg" -> segment(record, "vsiz");
            case "obj" -> segment(record, "vsize");
            case "Slot" -> threads.putIfAbsent(number(record, "Slot"), record);
            case "BlockID" -> blocked.putIfAbsent(number(record, "Slot"), record);
            default -> {
                // lists that nobody asks for
            }
        }
    }

    private void arena(DumpRecord record) {
        int handle = number(record, "har");
        int flags = number(record, "flg");
        if ((flags & ArenaRecord.IN_USE) != 0) {
            arenas.putIfAbsent(
                    handle,
                    new ArenaRecord(
                            handle,
                            value(record, "par"),
                            value(record, "va"),
                            value(record, "cpg"),
                            flags,
                            number(record, "next"),
                            number(record, "prev"),
                            number(record, "hob"),
                            context(record, flags),
                            number(record, "hal")));
        }
    }

    /** The last column of an arena record is a text such as {@code hco=0037}. */
    private static int context(DumpRecord record, int flags) {
        String text = record.text("text");
        boolean known = (flags & ArenaRecord.TYPE) == 0 && !text.isEmpty();
        return known ? (int) parse(text.substring(text.indexOf('=') + 1)) : 0;
    }

    private void object(DumpRecord record) {
        int handle = number(record, "hob");
        objects.putIfAbsent(
                handle,
                new ObjectRecord(
                        handle,
                        number(record, "har"),
                        number(record, "hobnxt"),
                        value(record, "va"),
                        number(record, "flgs"),
                        number(record, "own"),
                        number(record, "hmte"),
                        number(record, "lt"),
                        number(record, "st"),
                        record.text("text")));
    }

    private void module(DumpRecord record) {
        int handle = number(record, "hmte");
        module =
                modules.computeIfAbsent(
                        handle,
                        _ ->
                                new LoadedModule(
                                        handle,
                                        value(record, "pmte"),
                                        value(record, "mflags"),
                                        record.text("text"),
                                        List.of()));
    }

    private void segment(DumpRecord record, String size) {
        LoadedModule owner = module;
        if (owner == null) {
            return;
        }
        int number = number(record, record.kind());
        if (owner.segments().stream().anyMatch(known -> known.number() == number)) {
            return;
        }
        List<Segment> segments = new ArrayList<>(owner.segments());
        segments.add(
                new Segment(
                        number,
                        value(record, "vbase"),
                        value(record, size),
                        value(record, "flags"),
                        number(record, "hob"),
                        number(record, "sel")));
        LoadedModule extended =
                new LoadedModule(
                        owner.handle(), owner.address(), owner.flags(), owner.path(), segments);
        modules.put(owner.handle(), extended);
        module = extended;
    }

    private List<KernelThread> threads() {
        Map<Integer, KernelThread> all = new LinkedHashMap<>();
        threads.forEach((slot, record) -> all.put(slot, thread(slot, record)));
        blocked.forEach((slot, record) -> all.putIfAbsent(slot, thread(slot, record)));
        return List.copyOf(all.values());
    }

    private KernelThread thread(int slot, DumpRecord record) {
        DumpRecord waits = blocked.getOrDefault(slot, record);
        return new KernelThread(
                slot,
                number(record, "Pid"),
                number(record, "Ppid"),
                number(record, "Ord"),
                record.text("Sta"),
                number(record, "Pri"),
                value(record, "pTSD"),
                value(record, "pPTDA"),
                value(record, "pTCB"),
                optional(waits, "BlockID"),
                optional(waits, "Addr"),
                record.text("Name"));
    }

    private static OptionalLong optional(DumpRecord record, String column) {
        return record.text(column).isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(value(record, column));
    }

    private static int number(DumpRecord record, String column) {
        return (int) value(record, column);
    }

    private static long value(DumpRecord record, String column) {
        return parse(record.text(column));
    }

    /** Hexadecimal digits; a column that is missing or something else counts as zero. */
    private static long parse(String digits) {
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, HEX) & 0xffff_ffffL;
        } catch (NumberFormatException other) {
            return 0;
        }
    }
}
