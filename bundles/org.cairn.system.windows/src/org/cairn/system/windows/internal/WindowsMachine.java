package org.cairn.system.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpException;
import org.cairn.dump.DumpModule;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.system.ProcessFacts;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.TypeChoice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A machine with Windows or ReactOS: its kernel and its processes. */
public final class WindowsMachine {
    /**
     * Memory that is searched for process objects while a dump is opened: some seconds of work.
     * With more of it, only the kernel's list is used, and said so.
     */
    private static final long SEARCHED = 4L << 30;

    private static final String KERNEL = "ntoskrnl.exe";

    private final Kernel kernel;
    private final Remarks remarks;
    private final TypeChoice choice;
    private final Progress progress;
    private final ProcessSearch search;
    private final Optional<DumpException> stop;

    private WindowsMachine(
            Kernel kernel,
            TypeChoice choice,
            Remarks remarks,
            Progress progress,
            Optional<DumpException> stop) {
        this.stop = stop;
        this.kernel = kernel;
        this.choice = choice;
        this.remarks = remarks;
        this.progress = progress;
        this.search = new ProcessSearch(kernel.space(), kernel.types());
    }

    /**
     * Looks for a kernel.
     *
     * @param dump any dump
     * @param choice what the user says about the system
     * @param progress told of the work; cancels it
     * @return the system, or empty when the dump is of something else
     */
    public static Optional<SystemImage> in(Dump dump, TypeChoice choice, Progress progress) {
        if (dump.memoryKind() != MemoryKind.PHYSICAL || WindowsProcess.isOtherDemanded(choice)) {
            return Optional.empty();
        }
        Remarks remarks = new Remarks();
        return new KernelFinder(dump, choice, remarks, progress)
                .find()
                .map(
                        kernel ->
                                new WindowsMachine(
                                                kernel, choice, remarks, progress, dump.exception())
                                        .read());
    }

    private SystemImage read() {
        remarks.info(
                "kernel of build %d, %s, tables of System at physical %s; layouts: %s%s",
                kernel.build(),
                kernel.space().tables().mode().label(),
                Addresses.hex(kernel.space().tables().root()),
                kernel.types().table().id().name(),
                kernel.debuggerData()
                        .map(data -> "; KDDEBUGGER_DATA64 by " + data.origin())
                        .orElse("; without KDDEBUGGER_DATA64"));
        Map<ProcessObject, String> objects = objects();
        Optional<ThreadTypes> threads = ThreadTypes.of(kernel, List.copyOf(objects.keySet()));
        remarkThreads(threads);
        MachineProcess maker = new MachineProcess(kernel, choice, threads);
        List<ProcessImage> processes = new ArrayList<>();
        processes.add(kernelImage(maker));
        objects.forEach((object, foundBy) -> processes.add(maker.image(object, foundBy)));
        remarkBlocks(objects.keySet());
        return new SystemImage(
                kernel.family(),
                description(),
                kernel.build(),
                Optional.of(kernel.architecture()),
                processes,
                remarks.list());
    }

    private String description() {
        Optional<String> name =
                kernel.family().equals(KernelFinder.REACTOS)
                        ? Optional.of(kernel.types().table().id().system())
                        : Optional.empty();
        return WindowsRelease.describe(name, kernel.build(), kernel.architecture());
    }

    private void remarkThreads(Optional<ThreadTypes> threads) {
        if (threads.isEmpty()) {
            remarks.warning(
                    "threads are not listed: neither the type table nor KDDEBUGGER_DATA64 says how"
                            + " their objects are laid out");
        } else if (threads.get().inferred()) {
            remarks.info(
                    "the type table has no _ETHREAD: its fields come from KDDEBUGGER_DATA64 and from"
                            + " comparing the threads; start addresses are not known");
        }
    }

    /** A process without its block can still be searched for heaps. */
    private void remarkBlocks(Collection<ProcessObject> objects) {
        List<ProcessObject> without =
                objects.stream()
                        .filter(process -> process.peb() != 0)
                        .filter(
                                process ->
                                        kernel.spaceOf(process).runAt(process.peb())
                                                instanceof Run.Absent)
                        .toList();
        if (!without.isEmpty()) {
            remarks.info(
                    "the PEB of %d of %d processes is not in the dump, such as that of %s (%d):"
                            + " heaps of those can only be found by signature",
                    without.size(),
                    objects.size(),
                    without.getFirst().name(),
                    without.getFirst().id());
        }
    }

    /** The processes with how they were found, those of the list first. */
    private Map<ProcessObject, String> objects() {
        Map<ProcessObject, String> found = new LinkedHashMap<>();
        List<ProcessObject> listed =
                kernel.processHead() == 0
                        ? List.of(kernel.system())
                        : search.list(kernel.processHead(), remarks);
        listed.forEach(process -> found.put(process, "list"));
        if (!isSearched()) {
            return found;
        }
        progress.task("looking for processes");
        int header = search.header(kernel.system());
        for (ProcessObject process : search.scan(header, _ -> false, progress)) {
            if (found.containsKey(process)) {
                found.put(process, "list and scan");
            } else {
                found.put(process, process.exited() ? "scan (exited)" : "scan (not in the list)");
                if (!process.exited()) {
                    remarks.warning(
                            "process %d (%s, _EPROCESS %s) has not ended and is not in the kernel's"
                                    + " list: hidden, or being made or ended",
                            process.id(), process.name(), Addresses.hex(process.address()));
                }
            }
        }
        return found;
    }

    private boolean isSearched() {
        long bytes = 0;
        for (Run.Mapped run : kernel.space().physical().mapped(0, -1L)) {
            bytes += run.bytes().byteSize();
        }
        if (bytes > SEARCHED) {
            remarks.info(
                    "more than %d GB of memory: it was not searched for hidden or ended processes",
                    SEARCHED >>> 30);
        }
        return bytes <= SEARCHED;
    }

    private ProcessImage kernelImage(MachineProcess maker) {
        List<DumpModule> modules = modules(maker);
        ProcessFacts facts =
                new ProcessFacts(
                        0,
                        kernel.space().tables().root(),
                        0,
                        0,
                        OptionalLong.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        false,
                        "");
        return ProcessImage.builder(0, KERNEL, kernel.architecture(), kernel.space())
                .kernel()
                .variables(kernel.variables())
                .stop(stop)
                .facts(facts)
                .modules(() -> modules)
                .regions(() -> KernelRegions.of(kernel, modules))
                .build();
    }

    private List<DumpModule> modules(MachineProcess maker) {
        if (kernel.moduleHead() != 0 && maker.types().isPresent()) {
            return new LoaderList(maker.types().get(), kernel.space(), remarks)
                    .kernelModules(kernel.moduleHead()).stream()
                            .map(MachineProcess::untimed)
                            .map(module -> MachineProcess.identified(module, kernel.space()))
                            .toList();
        }
        List<DumpModule> found = new ArrayList<>();
        KernelVariables.images(
                kernel.space(),
                KernelVariables.firstImage(kernel.architecture()),
                KernelVariables.lastImage(kernel.architecture()),
                image -> {
                    if (image.isFor(kernel.architecture())) {
                        found.add(image.module(""));
                    }
                    return found.size() == LoaderList.MAX_MODULES;
                },
                progress);
        remarks.info(
                "the list of kernel modules is not known: %d images were found by their headers",
                found.size());
        return found;
    }
}
