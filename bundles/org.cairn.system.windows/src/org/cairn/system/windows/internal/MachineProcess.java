package org.cairn.system.windows.internal;

import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpThread;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.system.ProcessFacts;
import org.cairn.system.ProcessImage;
import org.cairn.system.ProcessImage.HeapList;
import org.cairn.system.TypeChoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes images of the processes of a kernel. Their lists are read when they are asked for. */
final class MachineProcess {
    private static final long PAGE = 1 << 12;
    private static final long LAST_NARROW = 0xffff_ffffL;

    private final Kernel kernel;
    private final TypeChoice choice;
    private final Optional<ThreadTypes> threadTypes;
    private final Optional<ProcessTypes> types;
    private final Optional<ProcessTypes> narrow;
    private final Values values;
    private final HandleTable handles;

    MachineProcess(Kernel kernel, TypeChoice choice, Optional<ThreadTypes> threadTypes) {
        this.kernel = kernel;
        this.choice = choice;
        this.threadTypes = threadTypes;
        this.types =
                ProcessTypes.choose(choice, kernel.family(), kernel.build(), kernel.architecture());
        this.narrow =
                kernel.architecture() == Architecture.X64
                        ? ProcessTypes.choose(
                                choice, kernel.family(), kernel.build(), Architecture.X86)
                        : Optional.empty();
        this.values = new Values(kernel.space());
        this.handles = new HandleTable(kernel.space(), kernel.types());
    }

    /** The layouts of user mode, empty when there are none for the kernel's processor. */
    Optional<ProcessTypes> types() {
        return types;
    }

    /**
     * An image.
     *
     * @param foundBy how the process was found
     */
    ProcessImage image(ProcessObject process, String foundBy) {
        AddressSpace space = new ProcessSpace(() -> kernel.spaceOf(process));
        ProcessFacts facts = facts(process, foundBy);
        return ProcessImage.builder(process.id(), process.name(), kernel.architecture(), space)
                .lastUserAddress(kernel.lastUserAddress())
                .facts(facts)
                .modules(() -> modules(process, facts, space))
                .threads(() -> threads(process, space))
                .regions(() -> regions(process))
                .heapLists(() -> heapLists(facts, space))
                .build();
    }

    private ProcessFacts facts(ProcessObject process, String foundBy) {
        return new ProcessFacts(
                process.address(),
                process.directoryTable(),
                process.peb(),
                peb32(process),
                OptionalLong.of(process.parent()),
                session(process, kernel.spaceOf(process)),
                commitCharge(process),
                handles.count(process),
                process.exited(),
                foundBy);
    }

    /** A charge that fell below zero, as that of ReactOS does, says nothing. */
    private OptionalLong commitCharge(ProcessObject process) {
        long pages = value(process, "CommitCharge").orElse(-1L);
        boolean negative = pages < 0 || kernel.pointerSize() == Integer.BYTES && (int) pages < 0;
        return negative ? OptionalLong.empty() : OptionalLong.of(pages * PAGE);
    }

    private Optional<Long> value(ProcessObject process, String field) {
        return kernel.types()
                .process()
                .find(field)
                .filter(Field::isScalar)
                .map(known -> values.get(process.address(), known));
    }

    /**
     * {@code _WOW64_PROCESS.Wow64} or, since Windows 10 1511, {@code _EWOW64PROCESS.Peb}: both are
     * the first field.
     */
    private long peb32(ProcessObject process) {
        long structure =
                kernel.types()
                        .wow64()
                        .map(field -> values.get(process.address(), field))
                        .orElse(0L);
        long peb = structure == 0 ? 0 : values.integer(structure, Long.BYTES);
        return Long.compareUnsigned(peb, LAST_NARROW) <= 0 && peb % PAGE == 0 ? peb : 0;
    }

    /** Of the session's structure, where the table has it; else of the process's own block. */
    private OptionalInt session(ProcessObject process, AddressSpace space) {
        Optional<Field> id =
                kernel.types()
                        .table()
                        .find("_MM_SESSION_SPACE")
                        .flatMap(structure -> structure.find("SessionId"));
        long session = value(process, "Session").orElse(0L);
        if (id.isPresent() && session != 0) {
            Values own = new Values(space);
            if (own.isPresent(session, id.get().offset() + id.get().size())) {
                return OptionalInt.of((int) own.get(session, id.get()));
            }
        }
        Optional<Field> own = types.flatMap(known -> known.peb().find("SessionId"));
        Values user = new Values(space);
        if (own.isPresent()
                && process.peb() != 0
                && user.isPresent(process.peb(), own.get().offset() + own.get().size())) {
            return OptionalInt.of((int) user.get(process.peb(), own.get()));
        }
        return OptionalInt.empty();
    }

    private List<DumpRegion> regions(ProcessObject process) {
        return process.isSystem()
                ? List.of()
                : new VirtualDescriptors(kernel, choice.catalog()).of(process);
    }

    private List<DumpModule> modules(
            ProcessObject process, ProcessFacts facts, AddressSpace space) {
        List<DumpModule> modules = new ArrayList<>();
        types.ifPresent(known -> modules.addAll(modules(facts.peb(), known, space)));
        narrow.ifPresent(known -> modules.addAll(modules(facts.peb32(), known, space)));
        return modules.isEmpty() ? images(process, space) : modules;
    }

    /** Images by their headers, where the loader's list is not in the dump. */
    private List<DumpModule> images(ProcessObject process, AddressSpace space) {
        return regions(process).stream()
                .filter(region -> region.kind().equals("image"))
                .flatMap(region -> PortableExecutable.at(space, region.start()).stream())
                .limit(LoaderList.MAX_MODULES)
                .map(image -> image.module(""))
                .toList();
    }

    private static List<DumpModule> modules(long address, ProcessTypes types, AddressSpace space) {
        if (address == 0) {
            return List.of();
        }
        Remarks unheard = new Remarks();
        Peb peb = new Peb("PEB", address, types, space, unheard);
        long loader = peb.value("Ldr");
        return loader == 0
                ? List.of()
                : new LoaderList(types, space, unheard)
                        .modules(loader).stream().map(module -> identified(module, space)).toList();
    }

    /**
     * A module of the kernel's list. Its entries are those of the loader up to the names; the time
     * stamp is not where the loader has it.
     */
    static DumpModule untimed(DumpModule module) {
        return new DumpModule(module.base(), module.size(), module.name(), "", 0, 0, "");
    }

    /** A module of a list with what its image says, if the headers are in the dump. */
    static DumpModule identified(DumpModule module, AddressSpace space) {
        return PortableExecutable.at(space, module.base())
                .map(image -> image.module(module.name()))
                .map(
                        image ->
                                module.size() <= image.size()
                                        ? image
                                        : new DumpModule(
                                                image.base(),
                                                module.size(),
                                                image.name(),
                                                image.version(),
                                                image.timeDateStamp(),
                                                image.checkSum(),
                                                image.pdb()))
                .orElse(module);
    }

    private List<DumpThread> threads(ProcessObject process, AddressSpace space) {
        return threadTypes
                .map(known -> new ThreadList(kernel, known, space).of(process))
                .orElse(List.of());
    }

    private List<HeapList> heapLists(ProcessFacts facts, AddressSpace space) {
        List<HeapList> lists = new ArrayList<>();
        types.ifPresent(known -> heaps("PEB", facts.peb(), known, space).ifPresent(lists::add));
        narrow.ifPresent(
                known -> heaps("32-bit PEB", facts.peb32(), known, space).ifPresent(lists::add));
        return lists;
    }

    private static Optional<HeapList> heaps(
            String kind, long address, ProcessTypes types, AddressSpace space) {
        Peb peb = new Peb(kind, address, types, space, new Remarks());
        return address != 0 && peb.isPresent() ? Optional.of(peb.heaps()) : Optional.empty();
    }
}
