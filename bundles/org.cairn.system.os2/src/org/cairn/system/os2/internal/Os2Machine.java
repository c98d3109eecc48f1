package org.cairn.system.os2.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpSelector;
import org.cairn.dump.DumpThread;
import org.cairn.dump.Remark;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.TranslatedMemory;
import org.cairn.system.ProcessFacts;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.os2.ArenaRecord;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.KernelThread;
import org.cairn.system.os2.LoadedModule;
import org.cairn.system.os2.Os2Kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A machine with OS/2: its kernel and its processes. */
public final class Os2Machine {
    private static final String KERNEL = "OS/2 kernel";
    private static final int DESCRIPTORS_OWNER = 0xffb7;
    private static final int PAGES_OWNER = 0xffb3;
    private static final int BOUNDARY = 6;
    private static final long SHARED = 0x0400_0000L;
    private static final long LARGEST_TABLE = 1 << 16;
    private static final int MAJOR_VERSION = 0x15;

    private final Dump dump;
    private final MachineFinder.Found found;
    private final KernelLayouts layouts;
    private final List<Remark> remarks = new ArrayList<>();
    private final Tasks tasks;
    private final MemoryRecords records;
    private final TranslatedMemory space;
    private final List<DumpSelector> global;
    private final List<LoadedModule> modules;

    private Os2Machine(Dump dump, MachineFinder.Found found, KernelLayouts layouts) {
        this.dump = dump;
        this.found = found;
        this.layouts = layouts;
        Sas sas = found.sas();
        tasks = new Tasks(found.space(), sas, layouts);
        records = new MemoryRecords(found.space(), sas, layouts);
        space = withIdlePages();
        global = descriptors();
        modules =
                new LoaderList(
                                space,
                                tasks.level().map(KernelLevel::hasOldModules).orElse(false),
                                layouts)
                        .read(sas.value("SAS_vm_all_mte"));
    }

    /**
     * Looks for a kernel.
     *
     * @param dump any dump
     * @param progress told of the work; cancels it
     * @return the system, or empty when the dump is of something else
     */
    public static Optional<SystemImage> in(Dump dump, Progress progress) {
        boolean wide =
                dump.processors().stream()
                        .flatMap(processor -> processor.pageTables().stream())
                        .anyMatch(tables -> tables.mode().architecture() == Architecture.X64);
        if (dump.memoryKind() != MemoryKind.PHYSICAL || wide) {
            return Optional.empty();
        }
        KernelLayouts layouts = KernelLayouts.load();
        return new MachineFinder(dump, layouts, progress)
                .find()
                .map(found -> new Os2Machine(dump, found, layouts).read());
    }

    /** With pages that the processor does not find but that are still in memory. */
    private TranslatedMemory withIdlePages() {
        OptionalLong pages = records.objectOf(PAGES_OWNER);
        if (pages.isEmpty() || tasks.level().isEmpty()) {
            return found.space();
        }
        IdlePages idle =
                new IdlePages(
                        found.space(), pages.getAsLong(), tasks.level().get().virtualPage(layouts));
        return found.space().tables().over(found.space().physical(), idle);
    }

    /** The table is right when the selector of the anchor leads to the anchor. */
    private List<DumpSelector> descriptors() {
        List<Long> candidates = new ArrayList<>();
        for (DumpProcessor processor : dump.processors()) {
            candidates.add(processor.registers().getOrDefault("GDT", 0L));
        }
        records.objectOf(DESCRIPTORS_OWNER).ifPresent(candidates::add);
        for (long candidate : candidates) {
            DescriptorTable table = new DescriptorTable(space, candidate);
            if (table.get(Sas.SELECTOR)
                    .filter(selector -> selector.base() == found.sas().address())
                    .isPresent()) {
                return table.all(LARGEST_TABLE, false);
            }
        }
        remarks.add(
                Remark.warning(
                        "no descriptor table was found whose selector 0x70 leads to the system"
                                + " anchor segment: selectors are not known"));
        return List.of();
    }

    private SystemImage read() {
        KernelLevel level =
                tasks.level().orElse(new KernelLevel("unknown release", "", false, List.of()));
        if (found.header() != 0) {
            remarks.add(
                    Remark.info(
                            ("memory begins %d bytes after the file's beginning, as that of a system"
                                            + " dump; the layout of its header is not public, so"
                                            + " the header was not read")
                                    .formatted(found.header())));
        }
        remarks.add(
                Remark.info(
                        "system anchor segment at %s, page directory at physical %s, %s, %s"
                                .formatted(
                                        Addresses.hex(found.sas().address()),
                                        Addresses.hex(space.tables().root()),
                                        level.name(),
                                        tasks.level().isPresent()
                                                ? level.build()
                                                : "no process tells the release")));
        Os2Kernel.Builder builder = new Os2Kernel.Builder();
        records.addTo(builder);
        List<KernelThread> threads = tasks.threads(modules);
        Os2Kernel kernel =
                builder.level(level.name(), level.allStrict())
                        .modules(modules)
                        .threads(threads)
                        .selectors(global)
                        .complete(
                                new HeapArray(space, records.heaps(), layouts)
                                        .read(found.sas().value("SAS_vm_heap_info")))
                        .build();
        List<ProcessImage> processes = new ArrayList<>();
        List<ModuleLists.Local> locals = new ArrayList<>();
        OptionalInt current = tasks.current(found.sas().value("SAS_task_tasknumber"));
        for (Tasks.Task task : tasks.processes()) {
            List<DumpSelector> local = local(task);
            locals.add(new ModuleLists.Local(task.pid(), local));
            boolean runs = current.isPresent() && current.getAsInt() == task.pid();
            processes.add(process(task, local, runs, threads));
        }
        KernelListings listings =
                new KernelListings(
                        kernel,
                        space,
                        found.sas().values(),
                        tasks.processes(),
                        locals,
                        pages(),
                        layouts);
        processes.addFirst(kernelImage(kernel, listings));
        return new SystemImage(
                SystemClaim.OS2,
                description(level),
                dump.claim().build(),
                Optional.of(Architecture.X86),
                processes,
                remarks);
    }

    /** The records of pages; without a process nothing tells the layout of virtual pages. */
    private PageRecords pages() {
        MemoryCursor cursor = space.cursor();
        long frames =
                cursor.seek(found.sas().value("SAS_vm_pft"), Integer.BYTES) ? cursor.u32(0) : 0;
        OptionalLong pages = records.objectOf(PAGES_OWNER);
        if (tasks.level().isEmpty()) {
            return new PageRecords.Listed(List.of(), List.of());
        }
        return new MemoryPages(
                space,
                MemoryPages.Range.from(frames, records.arenas()),
                pages.isPresent()
                        ? MemoryPages.Range.from(pages.getAsLong(), records.arenas())
                        : MemoryPages.Range.NONE,
                tasks.level().get().virtualPage(layouts),
                layouts);
    }

    /**
     * The global information segment has the major version, 20 for OS/2 2.x, then the minor one.
     */
    private String description(KernelLevel level) {
        int selector = (int) found.sas().value("SAS_info_global");
        MemoryCursor cursor = space.cursor();
        String version =
                global.stream()
                        .filter(known -> known.selector() == selector)
                        .filter(known -> cursor.seek(known.base() + MAJOR_VERSION, 2))
                        .findFirst()
                        .map(_ -> " %d.%02d".formatted(cursor.u8(0), cursor.u8(1)))
                        .orElse("");
        return tasks.level().isEmpty()
                ? "OS/2" + version
                : "OS/2%s (%s, %s)".formatted(version, level.name(), level.build());
    }

    private ProcessImage kernelImage(Os2Kernel kernel, KernelListings listings) {
        return ProcessImage.builder(0, KERNEL, Architecture.X86, space)
                .kernel()
                .facts(facts(found.sas().address(), OptionalLong.empty()))
                .modules(() -> modules.stream().map(Os2Machine::module).toList())
                .regions(
                        () ->
                                records.arenas().stream()
                                        .filter(arena -> !arena.isSentinel())
                                        .filter(arena -> arena.pages() > 0)
                                        .map(arena -> region(arena, kernel))
                                        .toList())
                .selectors(global)
                .detail(kernel)
                .detail(listings)
                .build();
    }

    private ProcessFacts facts(long object, OptionalLong parent) {
        return new ProcessFacts(
                object,
                space.tables().root(),
                0,
                0,
                parent,
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                false,
                "");
    }

    /**
     * A module as all systems have them.
     *
     * @param module of OS/2
     * @return the place of its first segment in memory, 0 where none is known
     */
    public static DumpModule module(LoadedModule module) {
        long base =
                module.segments().stream()
                        .mapToLong(LoadedModule.Segment::base)
                        .filter(at -> at != 0)
                        .min()
                        .orElse(0);
        long size =
                module.segments().stream()
                        .filter(segment -> segment.base() == base && base != 0)
                        .mapToLong(LoadedModule.Segment::size)
                        .sum();
        return new DumpModule(base, size, module.path(), "", 0, 0, "");
    }

    private static DumpRegion region(ArenaRecord arena, Os2Kernel kernel) {
        String owner = kernel.object(arena.object()).map(kernel::objectName).orElse("");
        return new DumpRegion(arena.start(), arena.end() - 1, arena.start(), "", "", owner);
    }

    private List<DumpSelector> local(Tasks.Task task) {
        long size =
                records.arenas().stream()
                        .filter(arena -> arena.holds(task.localTable()))
                        .mapToLong(arena -> arena.end() - task.localTable())
                        .findFirst()
                        .orElse(LARGEST_TABLE);
        return task.localTable() == 0
                ? List.of()
                : new DescriptorTable(space, task.localTable())
                        .all(Math.min(size, LARGEST_TABLE), true);
    }

    private ProcessImage process(
            Tasks.Task task, List<DumpSelector> local, boolean runs, List<KernelThread> threads) {
        AddressSpace memory = runs ? space : new ProcessMemory(space, shared());
        List<DumpSelector> selectors = new ArrayList<>(local);
        selectors.addAll(global);
        return ProcessImage.builder(task.pid(), tasks.name(task, modules), Architecture.X86, memory)
                .facts(facts(task.ptda(), OptionalLong.of(task.parent())))
                .threads(
                        () ->
                                threads.stream()
                                        .filter(thread -> thread.ptda() == task.ptda())
                                        .map(thread -> thread(thread, thread.ordinal()))
                                        .toList())
                .selectors(selectors)
                .build();
    }

    /** The private arena ends at the boundary sentinel. */
    private long shared() {
        return records.arenas().stream()
                .filter(arena -> (arena.flags() & ArenaRecord.TYPE) == BOUNDARY)
                .mapToLong(ArenaRecord::start)
                .filter(start -> start != 0)
                .findFirst()
                .orElse(SHARED);
    }

    /**
     * A thread as all systems have them.
     *
     * @param thread of OS/2
     * @param id identifies it in its process image
     * @return the thread, without stacks
     */
    public static DumpThread thread(KernelThread thread, int id) {
        return new DumpThread(
                id, 0, 0, 0, 0, 0, 0, thread.priority(), thread.tcb(), 0, thread.state());
    }
}
