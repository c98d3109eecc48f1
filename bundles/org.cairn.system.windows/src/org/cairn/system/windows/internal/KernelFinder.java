package org.cairn.system.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Addresses;
import org.cairn.memory.Architecture;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.TranslatedMemory;
import org.cairn.system.TypeChoice;
import org.cairn.system.TypeLog.Choice;
import org.cairn.system.TypeLog.Passed;
import org.cairn.types.PdbIdentity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds a kernel of the NT family in physical memory: its page tables by the container's registers
 * or by a scan; its variables by the container's header, by {@code _KDDEBUGGER_DATA64}, by symbols
 * of its image; without any of them its own process by a scan.
 */
final class KernelFinder {
    static final String REACTOS = "reactos";

    /** How many layouts are tried when the kernel's own process has to be searched for. */
    private static final int SEARCHED_LAYOUTS = 3;

    private final Dump dump;
    private final AddressSpace physical;
    private final TypeChoice choice;
    private final Remarks remarks;
    private final Progress progress;

    KernelFinder(Dump dump, TypeChoice choice, Remarks remarks, Progress progress) {
        this.dump = dump;
        this.physical = dump.memory();
        this.choice = choice;
        this.remarks = remarks;
        this.progress = progress;
    }

    /** The kernel, or empty when there is none of this family. */
    Optional<Kernel> find() {
        for (PageTables tables : given()) {
            if (isKernel(tables)) {
                Optional<Kernel> kernel = kernel(tables.over(physical));
                if (kernel.isPresent()) {
                    return kernel;
                }
            }
        }
        progress.task("looking for page tables of Windows");
        Optional<PageTables> scanned = new KernelTables(physical, this::isKernel).find(progress);
        if (scanned.isEmpty()) {
            return Optional.empty();
        }
        Optional<Kernel> kernel = kernel(scanned.get().over(physical));
        if (kernel.isPresent()) {
            remarks.info(
                    "page tables found by a scan: %s at physical %s",
                    scanned.get().mode().label(), Addresses.hex(scanned.get().root()));
        } else {
            remarks.warning(
                    "page tables of Windows are at physical %s (%s), but neither its lists nor its"
                            + " own process were found",
                    Addresses.hex(scanned.get().root()), scanned.get().mode().label());
        }
        return kernel;
    }

    /** The tables that the container names, in each mode that it may have left open. */
    private Set<PageTables> given() {
        Set<PageTables> given = new LinkedHashSet<>();
        for (DumpProcessor processor : dump.processors()) {
            processor.pageTables().ifPresent(given::add);
        }
        for (PageTables tables : List.copyOf(given)) {
            switch (tables.mode()) {
                case X64 -> given.add(new PageTables(PagingMode.X64_LA57, tables.root()));
                case PAE -> given.add(PageTables.of(PagingMode.X86_PSE, tables.root()));
                case X86, X86_PSE -> given.add(PageTables.of(PagingMode.PAE, tables.root()));
                default -> {
                    // five levels are told from four by CR4 only when the container has it
                }
            }
        }
        return given;
    }

    /** Whether tables translate to what every kernel of NT has. */
    private boolean isKernel(PageTables tables) {
        TranslatedMemory space = tables.over(physical);
        Architecture architecture = tables.mode().architecture();
        if (SharedUserData.read(space, architecture).isPresent()) {
            return true;
        }
        long head = named("PsActiveProcessHead", architecture);
        return DebuggerData.isListHead(space, head, architecture.pointerSize());
    }

    private long named(String variable, Architecture architecture) {
        long address = dump.addresses().getOrDefault(variable, 0L);
        return architecture == Architecture.X86 ? address & 0xffff_ffffL : address;
    }

    private Optional<Kernel> kernel(TranslatedMemory space) {
        Architecture architecture = space.tables().mode().architecture();
        if (choice.isDemanded()
                && choice.layout()
                        .flatMap(choice.catalog()::named)
                        .filter(table -> table.id().architecture() == architecture)
                        .isEmpty()) {
            return Optional.empty();
        }
        Optional<SharedUserData> shared = SharedUserData.read(space, architecture);
        if (isOtherThanDemanded(shared)) {
            return Optional.empty();
        }
        KernelVariables variables = new KernelVariables(dump, space, architecture, progress).find();
        String family = family(shared);
        int build =
                family.equals(REACTOS)
                        ? shared.map(SharedUserData::leastBuild).orElse(0)
                        : build(space, shared, variables);
        Optional<KernelTypes> exact =
                exact(variables.image(), architecture)
                        .filter(types -> isSystem(space, types, variables));
        if (exact.isPresent()) {
            note(exact.get(), "same GUID and age as the kernel", List.of());
            return Optional.of(kernel(space, family, build, exact.get(), variables));
        }
        List<KernelTypes> candidates =
                KernelTypes.candidates(choice, family, build, architecture).toList();
        List<KernelTypes> fitting =
                candidates.stream().filter(types -> isSystem(space, types, variables)).toList();
        if (fitting.isEmpty()) {
            return bySearch(space, family, build, candidates, variables);
        }
        KernelTypes types = best(fitting, variables.debuggerData());
        return Optional.of(kernel(space, family, build, types, variables));
    }

    /** The layouts of the PDB file that the kernel's image names, if they are to be had. */
    private Optional<KernelTypes> exact(
            Optional<PortableExecutable> image, Architecture architecture) {
        if (choice.isDemanded()) {
            return Optional.empty();
        }
        return image.flatMap(found -> PdbIdentity.parse(found.pdb()))
                .flatMap(pdb -> KernelTypes.exact(choice, pdb, architecture, progress).findFirst());
    }

    private static boolean isSystem(
            TranslatedMemory space, KernelTypes types, KernelVariables variables) {
        return system(space, types, variables.processHead()).isPresent();
    }

    private void note(KernelTypes types, String reason, List<Passed> passed) {
        choice.log()
                .chosen(
                        new Choice(
                                "kernel structures " + types.table().id().architecture().label(),
                                "",
                                types.table().id(),
                                reason,
                                passed));
    }

    private Kernel kernel(
            TranslatedMemory space,
            String family,
            int build,
            KernelTypes types,
            KernelVariables variables) {
        ProcessObject system = system(space, types, variables.processHead()).orElseThrow();
        return kernel(space, family, build, types, system, variables);
    }

    /**
     * The layouts whose process object has the size that the kernel itself names. Updates change
     * that size and leave the build, as those of Windows 7 and 8.1 did.
     */
    private KernelTypes best(List<KernelTypes> fitting, Optional<DebuggerData> data) {
        long size = data.map(block -> block.get("SizeEProcess")).orElse(0L);
        Optional<KernelTypes> exact =
                fitting.stream().filter(types -> types.process().size() == size).findFirst();
        if (exact.isPresent()) {
            note(
                    exact.get(),
                    "its process object has the size that the kernel names",
                    fitting.stream()
                            .takeWhile(types -> !types.equals(exact.get()))
                            .map(types -> new Passed(types.table().id(), sizeOf(types, size)))
                            .toList());
            return exact.get();
        }
        KernelTypes first = fitting.getFirst();
        boolean doubtful =
                fitting.stream()
                        .anyMatch(
                                types ->
                                        types.table().id().build() == first.table().id().build()
                                                && types.process().size()
                                                        != first.process().size());
        if (doubtful) {
            remarks.warning(
                    "several layouts of build %d fit and the kernel does not tell the size of its"
                            + " process objects: %s is taken, fields behind the first may be wrong",
                    first.table().id().build(), first.table().id().name());
        }
        note(first, "first table whose first process is System", List.of());
        return first;
    }

    private static String sizeOf(KernelTypes types, long wanted) {
        return "its process object has %s bytes, that of the kernel %s"
                .formatted(Addresses.hex(types.process().size()), Addresses.hex(wanted));
    }

    private Kernel kernel(
            TranslatedMemory space,
            String family,
            int build,
            KernelTypes types,
            ProcessObject system,
            KernelVariables variables) {
        PageTables own = PageTables.of(space.tables().mode(), system.directoryTable());
        TranslatedMemory plain = isKernel(own) ? own.over(physical) : space;
        Optional<NarrowPrototypes> narrow =
                NarrowPrototypes.of(plain, types, variables.debuggerData());
        if (narrow.isPresent() && narrow.get().isInferred()) {
            remarks.info(
                    "prototype entries are taken for distances from %s, which no document says",
                    Addresses.hex(narrow.get().base()));
        }
        WindowsEntries entries = new WindowsEntries(plain, narrow);
        return new Kernel(
                plain.tables().over(physical, entries),
                entries,
                family,
                build == 0 ? types.table().id().build() : build,
                types,
                system,
                variables.processHead(),
                variables.moduleHead(),
                variables.debuggerData(),
                variables.image(),
                variables.addresses());
    }

    /** The first process of the list is the kernel's own; a damaged list may begin with another. */
    private static Optional<ProcessObject> system(
            TranslatedMemory space, KernelTypes types, long head) {
        if (head == 0) {
            return Optional.empty();
        }
        Values values = new Values(space);
        ProcessSearch search = new ProcessSearch(space, types);
        for (int direction : new int[] {0, types.pointerSize()}) {
            long link = values.integer(head + direction, types.pointerSize());
            ProcessObject process = search.at(link - types.offset("ActiveProcessLinks"));
            if (search.isPlausible(process) && (direction != 0 || process.isSystem())) {
                return Optional.of(process);
            }
        }
        return Optional.empty();
    }

    private Optional<Kernel> bySearch(
            TranslatedMemory space,
            String family,
            int build,
            List<KernelTypes> candidates,
            KernelVariables variables) {
        progress.task("looking for the System process");
        for (KernelTypes types : candidates.stream().limit(SEARCHED_LAYOUTS).toList()) {
            ProcessSearch search = new ProcessSearch(space, types);
            List<ProcessObject> found =
                    new ArrayList<>(search.scan(0, ProcessObject::isSystem, progress));
            Optional<ProcessObject> system =
                    found.stream().filter(ProcessObject::isSystem).findFirst();
            if (system.isPresent()) {
                OptionalLong head = search.headOf(system.get());
                remarks.info(
                        "no variable of the kernel is known: its own process was found by a scan,"
                                + " at %s",
                        Addresses.hex(system.get().address()));
                variables.processHead(head.orElse(0));
                note(types, "the process System was found with it", List.of());
                return Optional.of(kernel(space, family, build, types, system.get(), variables));
            }
        }
        return Optional.empty();
    }

    private int build(
            TranslatedMemory space, Optional<SharedUserData> shared, KernelVariables variables) {
        int claimed = dump.claim().build();
        if (claimed != 0) {
            return claimed;
        }
        int lab = variables.debuggerData().map(data -> data.build(space)).orElse(0);
        if (lab != 0) {
            return lab;
        }
        int version = variables.build();
        return version != 0 ? version : shared.map(SharedUserData::leastBuild).orElse(0);
    }

    private String family(Optional<SharedUserData> shared) {
        return demandedFamily().orElse(isReactOs(shared) ? REACTOS : SystemClaim.WINDOWS);
    }

    private Optional<String> demandedFamily() {
        return choice.layout()
                .map(
                        layout ->
                                choice.catalog()
                                        .named(layout)
                                        .map(table -> table.id().family())
                                        .orElse(layout.toLowerCase(Locale.ROOT)));
    }

    private static boolean isReactOs(Optional<SharedUserData> shared) {
        return shared.isPresent() && shared.get().isReactOs();
    }

    /** The name of the folder tells ReactOS; it tells no Windows, for a user may choose it. */
    private boolean isOtherThanDemanded(Optional<SharedUserData> shared) {
        return isReactOs(shared)
                && demandedFamily().filter(family -> !family.equals(REACTOS)).isPresent();
    }
}
