package org.cairn.system.windows.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpProcessor;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.memory.TranslatedMemory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The variables of a kernel that lead to everything else, from whoever knows where they are. */
final class KernelVariables {
    private static final int PAGE = 1 << 12;

    /** Where 64-bit kernels and their first drivers are loaded. */
    private static final long FIRST_IMAGE_X64 = 0xffff_f800_0000_0000L;

    private static final long LAST_IMAGE_X64 = 0xffff_f8ff_ffff_ffffL;
    private static final long FIRST_IMAGE_X86 = 0x8000_0000L;
    private static final long LAST_IMAGE_X86 = 0xffff_ffffL;

    /** No kernel's image is larger. */
    private static final long MAX_IMAGE = 32L << 20;

    /** Exceptions of the processor whose handlers are asked; all are in the kernel. */
    private static final int[] VECTORS = {0, 3, 14};

    /** Processors whose handlers are asked; all have the same. */
    private static final int ASKED_PROCESSORS = 2;

    private static final int GATE_X86 = 8;
    private static final int GATE_X64 = 16;

    private final Dump dump;
    private final TranslatedMemory space;
    private final Architecture architecture;
    private final Progress progress;
    private Optional<DebuggerData> debuggerData = Optional.empty();
    private Optional<PortableExecutable> image = Optional.empty();
    private Optional<KernelSymbols> symbols = Optional.empty();
    private long processHead;
    private long moduleHead;

    KernelVariables(
            Dump dump, TranslatedMemory space, Architecture architecture, Progress progress) {
        this.dump = dump;
        this.space = space;
        this.architecture = architecture;
        this.progress = progress;
    }

    Optional<DebuggerData> debuggerData() {
        return debuggerData;
    }

    Optional<PortableExecutable> image() {
        return image;
    }

    /** {@code PsActiveProcessHead}, 0 when unknown. */
    long processHead() {
        return processHead;
    }

    /** {@code PsLoadedModuleList}, 0 when unknown. */
    long moduleHead() {
        return moduleHead;
    }

    void processHead(long head) {
        processHead = head;
    }

    /**
     * The addresses of all variables that are known, by name; what the kernel itself says counts.
     */
    Map<String, Long> addresses() {
        Map<String, Long> addresses = new HashMap<>();
        if (symbols.isPresent() && image.isPresent()) {
            addresses.putAll(symbols.get().all(image.get().base()));
        }
        debuggerData.ifPresent(data -> addresses.putAll(data.variables()));
        return addresses;
    }

    /** The build in the version of the kernel's symbols, 0 when they are not known. */
    int build() {
        return symbols.map(known -> Integer.parseInt(known.version().split("\\.")[2])).orElse(0);
    }

    /** Asks the container, the kernel's image and, at last, all of the memory. */
    KernelVariables find() {
        processHead = head(named("PsActiveProcessHead"));
        moduleHead = head(named("PsLoadedModuleList"));
        long block = named("KdDebuggerDataBlock");
        if (block != 0) {
            debuggerData = DebuggerData.at(space, block, architecture, "dump header");
        }
        image = debuggerData.flatMap(this::imageOf).or(this::imageOfVectors);
        if (image.isEmpty() && debuggerData.isEmpty()) {
            progress.task("looking for the kernel's image");
            image = searchImage();
        }
        image.ifPresent(this::useImage);
        if (debuggerData.isEmpty() && (processHead == 0 || moduleHead == 0)) {
            progress.task("looking for KDDEBUGGER_DATA64");
            debuggerData =
                    DebuggerData.search(
                            space.physical(), 0, -1L, architecture, this::isOwn, progress);
            if (image.isEmpty()) {
                image = debuggerData.flatMap(this::imageOf);
            }
        }
        debuggerData.ifPresent(this::useDebuggerData);
        return this;
    }

    private void useDebuggerData(DebuggerData data) {
        if (processHead == 0) {
            processHead = head(data.get("PsActiveProcessHead"));
        }
        if (moduleHead == 0) {
            moduleHead = head(data.get("PsLoadedModuleList"));
        }
    }

    private long named(String variable) {
        long address = dump.addresses().getOrDefault(variable, 0L);
        return architecture == Architecture.X86 ? address & 0xffff_ffffL : address;
    }

    private long head(long address) {
        return DebuggerData.isListHead(space, address, architecture.pointerSize()) ? address : 0;
    }

    private boolean isOwn(DebuggerData data) {
        return head(data.get("PsLoadedModuleList")) != 0 && data.get("KernBase") % PAGE == 0;
    }

    private Optional<PortableExecutable> imageOf(DebuggerData data) {
        return PortableExecutable.at(space, data.get("KernBase"));
    }

    private void useImage(PortableExecutable kernel) {
        symbols =
                architecture == Architecture.X64
                        ? KernelSymbols.of(kernel.pdb())
                        : Optional.empty();
        if (symbols.isPresent()) {
            useSymbols(symbols.get(), kernel.base());
        }
        if (debuggerData.isEmpty()) {
            debuggerData =
                    DebuggerData.search(
                            space,
                            kernel.base(),
                            kernel.base() + kernel.size() - 1,
                            architecture,
                            this::isOwn,
                            progress);
        }
    }

    private void useSymbols(KernelSymbols known, long base) {
        if (processHead == 0) {
            processHead = head(known.address("PsActiveProcessHead", base));
        }
        if (moduleHead == 0) {
            moduleHead = head(known.address("PsLoadedModuleList", base));
        }
        long block = known.address("KdDebuggerDataBlock", base);
        if (debuggerData.isEmpty()) {
            debuggerData = DebuggerData.at(space, block, architecture, "symbols");
        }
        Values values = new Values(space);
        long encoded = known.address("KdpDataBlockEncoded", base);
        if (debuggerData.isEmpty() && values.integer(encoded, 1) == 1) {
            debuggerData =
                    DebuggerData.decode(
                                    space,
                                    block,
                                    encoded,
                                    values.integer(known.address("KiWaitNever", base), Long.BYTES),
                                    values.integer(known.address("KiWaitAlways", base), Long.BYTES))
                            .filter(this::isOwn);
        }
    }

    /** The image that the handlers of exceptions lie in. */
    private Optional<PortableExecutable> imageOfVectors() {
        for (DumpProcessor processor :
                dump.processors().stream().limit(ASKED_PROCESSORS).toList()) {
            long table = processor.registers().getOrDefault("IDT", 0L);
            for (int vector : VECTORS) {
                Optional<PortableExecutable> found =
                        table == 0 ? Optional.empty() : imageAround(handler(table, vector));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Where a gate of the interrupt descriptor table leads, as Intel's manual describes it. */
    private long handler(long table, int vector) {
        boolean wide = architecture == Architecture.X64;
        MemoryCursor cursor = space.cursor();
        int size = wide ? GATE_X64 : GATE_X86;
        if (!cursor.seek(table + (long) vector * size, size)) {
            return 0;
        }
        long low = cursor.u16(0) | (long) cursor.u16(6) << 16;
        return wide ? low | cursor.u32(8) << 32 : low;
    }

    private Optional<PortableExecutable> imageAround(long address) {
        long first = firstImage(architecture);
        long page = address & -PAGE;
        for (long back = 0; back < MAX_IMAGE; back += PAGE) {
            if (Long.compareUnsigned(page - back, first) < 0) {
                return Optional.empty();
            }
            Optional<PortableExecutable> found = kernelAt(page - back);
            if (found.isPresent()) {
                return found.filter(
                        kernel -> Long.compareUnsigned(address - kernel.base(), kernel.size()) < 0);
            }
        }
        return Optional.empty();
    }

    private Optional<PortableExecutable> searchImage() {
        return images(
                space,
                firstImage(architecture),
                lastImage(architecture),
                found -> found.isFor(architecture) && found.isKernel(),
                progress);
    }

    private Optional<PortableExecutable> kernelAt(long address) {
        return PortableExecutable.at(space, address)
                .filter(found -> found.isFor(architecture) && found.isKernel());
    }

    /** Where the images of a kernel and its drivers begin. */
    static long firstImage(Architecture architecture) {
        return architecture == Architecture.X64 ? FIRST_IMAGE_X64 : FIRST_IMAGE_X86;
    }

    /** Where they end. */
    static long lastImage(Architecture architecture) {
        return architecture == Architecture.X64 ? LAST_IMAGE_X64 : LAST_IMAGE_X86;
    }

    /** The first image of a range that is wanted. */
    static Optional<PortableExecutable> images(
            AddressSpace space,
            long first,
            long last,
            Predicate<PortableExecutable> wanted,
            Progress progress) {
        for (Run.Mapped run : space.mapped(first, last)) {
            progress.checkCancelled();
            MemoryCursor cursor = space.cursor();
            long start = run.start() + PAGE - 1 & -PAGE;
            long count = (run.last() - start + 1) / PAGE;
            for (long i = 0; i < count; i++) {
                long address = start + i * PAGE;
                if (cursor.seek(address, Short.BYTES)
                        && cursor.u16(0) == PortableExecutable.DOS_SIGNATURE) {
                    Optional<PortableExecutable> found =
                            PortableExecutable.at(space, address).filter(wanted);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
