package org.cairn.system.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kernel of a small (triage) dump: drivers, and the parts of its memory that were kept. */
public final class TriageSystem {
    private static final String KERNEL = "ntoskrnl.exe";

    private TriageSystem() {}

    /**
     * Looks for a kernel.
     *
     * @param dump any dump
     * @return the system with nothing but its kernel, or empty when the dump is of something else
     */
    public static Optional<SystemImage> in(Dump dump) {
        return isKernel(dump) ? Optional.of(read(dump)) : Optional.empty();
    }

    /** Whether a dump holds virtual memory of a kernel: only kernels have such variables. */
    static boolean isKernel(Dump dump) {
        return dump.memoryKind() == MemoryKind.VIRTUAL
                && dump.claim().family().equals(SystemClaim.WINDOWS)
                && dump.addresses().containsKey("PsLoadedModuleList");
    }

    private static SystemImage read(Dump dump) {
        Architecture architecture = dump.claim().architecture().orElse(Architecture.X64);
        List<DumpModule> modules =
                dump.modules().stream()
                        .map(module -> MachineProcess.identified(module, dump.memory()))
                        .toList();
        Remarks remarks = new Remarks();
        remarks.info(
                "a small dump of the kernel: no processes and no heaps of processes are in it, %d"
                        + " drivers are listed",
                modules.size());
        ProcessImage kernel =
                ProcessImage.builder(0, KERNEL, architecture, dump.memory())
                        .kernel()
                        .variables(variables(dump, architecture, modules))
                        .stop(dump.exception())
                        .modules(() -> modules)
                        .threads(dump::threads)
                        .build();
        return new SystemImage(
                SystemClaim.WINDOWS,
                WindowsRelease.describe(Optional.empty(), dump.claim().build(), architecture),
                dump.claim().build(),
                dump.claim().architecture(),
                List.of(kernel),
                remarks.list());
    }

    /** As far as the dump names them, and those of the shipped symbols of its kernel. */
    private static Map<String, Long> variables(
            Dump dump, Architecture architecture, List<DumpModule> modules) {
        Map<String, Long> variables = new HashMap<>(dump.addresses());
        if (architecture == Architecture.X64 && !modules.isEmpty()) {
            DumpModule kernel = modules.getFirst();
            KernelSymbols.of(kernel.pdb())
                    .ifPresent(symbols -> variables.putAll(symbols.all(kernel.base())));
        }
        long block = variables.getOrDefault("KdDebuggerDataBlock", 0L);
        DebuggerData.at(dump.memory(), block, architecture, "dump header")
                .ifPresent(data -> variables.putAll(data.variables()));
        return variables;
    }
}
