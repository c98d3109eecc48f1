package org.cairn.system.os2;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpThread;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.system.ProcessImage;
import org.cairn.system.SystemImage;
import org.cairn.system.SystemReader;
import org.cairn.system.TypeChoice;
import org.cairn.system.os2.internal.ListedKernel;
import org.cairn.system.os2.internal.Os2Machine;

import java.util.List;
import java.util.Optional;

/**
 * Finds an OS/2 kernel in physical memory by its anchor segment, and takes memory with linear
 * addresses for that of one when its container says so or the user does with the layout {@code
 * os2}. Of the latter the kernel is the only process; its system arena is the same in each
 * process's context (OS/2 Debugging Handbook, "Virtual Address Space Arenas and Regions").
 */
public final class Os2System implements SystemReader {
    private static final String NAME = "OS/2";
    private static final String KERNEL = "OS/2 kernel";

    /** Creates the reader. */
    public Os2System() {
        // stateless
    }

    @Override
    public String id() {
        return "org.cairn.system.os2";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<SystemImage> recognise(Dump dump, TypeChoice choice, Progress progress) {
        String family = choice.layout().orElse(dump.claim().family());
        if (dump.memoryKind() == MemoryKind.PHYSICAL
                && (family.isEmpty() || family.equalsIgnoreCase(SystemClaim.OS2))) {
            return Os2Machine.in(dump, progress);
        }
        if (dump.memoryKind() != MemoryKind.VIRTUAL || !family.equalsIgnoreCase(SystemClaim.OS2)) {
            return Optional.empty();
        }
        ListedKernel listed = new ListedKernel(dump.records());
        Os2Kernel known = listed.kernel(dump.selectors());
        ProcessImage kernel =
                ProcessImage.builder(0, KERNEL, Architecture.X86, dump.memory())
                        .modules(() -> modules(dump, known))
                        .threads(() -> threads(dump, known))
                        .regions(dump::regions)
                        .selectors(dump.selectors())
                        .detail(known)
                        .detail(listed.listings(known, dump.memory()))
                        .build();
        return Optional.of(
                new SystemImage(
                        SystemClaim.OS2,
                        NAME,
                        dump.claim().build(),
                        Optional.of(Architecture.X86),
                        List.of(kernel),
                        List.of()));
    }

    /** Those of the container, else those that a debugger listed. */
    private static List<DumpModule> modules(Dump dump, Os2Kernel kernel) {
        return dump.modules().isEmpty()
                ? kernel.modules().stream().map(Os2Machine::module).toList()
                : dump.modules();
    }

    /** The same of threads; they are of several processes, so their slots identify them. */
    private static List<DumpThread> threads(Dump dump, Os2Kernel kernel) {
        return dump.threads().isEmpty()
                ? kernel.threads().stream()
                        .map(thread -> Os2Machine.thread(thread, thread.slot()))
                        .toList()
                : dump.threads();
    }
}
