package org.cairn.system.os2.internal;

import org.cairn.dump.DumpRecord;
import org.cairn.dump.DumpSelector;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.SparseMemory;
import org.cairn.system.os2.AliasRecord;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.ContextRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.LoadedModule.Segment;
import org.cairn.system.os2.ObjectRecord;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.PageFrame;
import org.cairn.system.os2.PageFrame.State;
import org.cairn.system.os2.VirtualPage;
import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a debugger listed of a kernel, in the columns of the OS/2 Dump Formatter. What is listed
 * twice counts once, but a module's segments are added to it.
 */
public final class ListedKernel {
    private static final int HEX = 16;

    /** Of the greatest address of an arena, the bits that are not in the column hob. */
    private static final int MAX_HIGH = 28;

    private final Map<Integer, ArenaRecord> arenas = new LinkedHashMap<>();
    private final Map<Integer, ObjectRecord> objects = new LinkedHashMap<>();
    private final Map<Integer, ContextRecord> contexts = new TreeMap<>();
    private final Map<Integer, AliasRecord> aliases = new TreeMap<>();
    private final Map<Integer, VirtualPage> pages = new TreeMap<>();
    private final Map<Integer, PageFrame> frames = new TreeMap<>();
    private final Map<Integer, LoadedModule> modules = new LinkedHashMap<>();
    private final Map<Integer, DumpRecord> threads = new LinkedHashMap<>();
    private final Map<Integer, DumpRecord> blocked = new LinkedHashMap<>();
    private final SparseMemory.Builder anchor = SparseMemory.builder(Absence.NOT_CAPTURED);
    private @Nullable LoadedModule module;

    /**
     * Reads the records.
     *
     * @param records in the debugger's order
     */
    public ListedKernel(List<DumpRecord> records) {
        records.forEach(this::add);
    }

    /**
     * What the records tell.
     *
     * @param selectors that the debugger showed
     * @return arenas, objects, contexts, aliases, modules, threads
     */
    public Os2Kernel kernel(List<DumpSelector> selectors) {
        return new Os2Kernel.Builder()
                .records(
                        List.copyOf(arenas.values()),
                        List.copyOf(objects.values()),
                        List.copyOf(contexts.values()),
                        List.copyOf(aliases.values()))
                .modules(List.copyOf(modules.values()))
                .threads(threads())
                .selectors(selectors)
                .build();
    }

    /**
     * The same as lists.
     *
     * @param kernel that these records tell of
     * @param space the memory that the debugger showed
     * @return the lists, among them what was shown of the anchor segment
     */
    public KernelListings listings(Os2Kernel kernel, AddressSpace space) {
        KernelLayouts layouts = KernelLayouts.load();
        return new KernelListings(
                kernel,
                space,
                kernel.selector(Sas.SELECTOR)
                        .map(selector -> Sas.shown(space, selector.base(), layouts))
                        .orElseGet(() -> Sas.shown(anchor.build(), layouts)),
                Tasks.of(kernel.threads()),
                List.of(),
                new PageRecords.Listed(List.copyOf(frames.values()), List.copyOf(pages.values())),
                layouts);
    }

    private void add(DumpRecord record) {
        switch (record.kind()) {
            case "har" -> arena(record);
            case "hob" -> object(record);
            case "hmte" -> module(record);
            case "seg" -> segment(record, "vsiz");
            case "obj" -> segment(record, "vsize");
            case "hco" -> context(record);
            case "hal" -> alias(record);
            case "VPI" -> page(record);
            case "Frame" -> frame(record);
            case "segment" -> anchor(record);
            case "Slot" -> threads.putIfAbsent(number(record, "Slot"), record);
            case "BlockID" -> blocked.putIfAbsent(number(record, "Slot"), record);
            default -> {
                // lists that nobody asks for
            }
        }
    }

    /** Bytes of the anchor segment, whose base the debugger did not show. */
    private void anchor(DumpRecord record) {
        if (number(record, "sel") == Sas.SELECTOR) {
            byte[] bytes = HexFormat.of().parseHex(record.text("bytes"));
            anchor.bytes(value(record, "offset"), MemorySegment.ofArray(bytes), 0, bytes.length);
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
                            owner(record, flags),
                            number(record, "hal")));
        }
    }

    /**
     * The last column of an arena record is a text such as {@code hco=0037}, of a sentinel an
     * address: {@code max=%04000000}.
     */
    private static int owner(DumpRecord record, int flags) {
        String text = record.text("text");
        String digits = text.substring(text.indexOf('=') + 1);
        return (flags & ArenaRecord.TYPE) == 0
                ? (int) parse(digits)
                : (int) (parse(digits.replace("%", "")) >>> MAX_HIGH);
    }

    /** A free record has a link in place of a process. */
    private void context(DumpRecord record) {
        int handle = number(record, "hco");
        if (!record.text("hptda").isEmpty()) {
            contexts.putIfAbsent(
                    handle,
                    new ContextRecord(
                            handle,
                            value(record, "pco"),
                            number(record, "hconext"),
                            number(record, "hptda"),
                            number(record, "f")));
        }
    }

    private void alias(DumpRecord record) {
        int handle = number(record, "hal");
        if ((number(record, "f") & AliasRecord.BUSY) != 0) {
            aliases.putIfAbsent(
                    handle,
                    new AliasRecord(
                            handle,
                            value(record, "pal"),
                            number(record, "har"),
                            number(record, "hptda"),
                            value(record, "pgoff"),
                            number(record, "f"),
                            number(record, "cs"),
                            number(record, "ds"),
                            number(record, "cref")));
        }
    }

    private void page(DumpRecord record) {
        int number = number(record, "VPI");
        if (number(record, "Ref") != 0) {
            String place = record.text("Frame").isEmpty() ? "Block" : "Frame";
            pages.putIfAbsent(
                    number,
                    new VirtualPage(
                            number,
                            value(record, "pVP"),
                            number(record, place),
                            number(record, "Flg"),
                            number(record, "HobPg"),
                            number(record, "Hob"),
                            number(record, "Ref")));
        }
    }

    private void frame(DumpRecord record) {
        int frame = number(record, "Frame");
        State state =
                switch (record.text("state").toLowerCase(Locale.ROOT)) {
                    case "free" -> State.FREE;
                    case "idle" -> State.IDLE;
                    default -> State.IN_USE;
                };
        frames.putIfAbsent(
                frame,
                new PageFrame(
                        frame,
                        value(record, "address"),
                        state,
                        value(record, "pVP"),
                        number(record, "Flg"),
                        number(record, "RefCnt"),
                        number(record, "ll"),
                        number(record, "sl"),
                        number(record, "FLink"),
                        number(record, "BLink"),
                        number(record, "Blk")));
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
                record.text("Name"),
                Optional.empty());
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
