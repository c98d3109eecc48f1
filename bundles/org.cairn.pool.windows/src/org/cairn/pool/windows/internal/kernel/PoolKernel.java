package org.cairn.pool.windows.internal.kernel;

import org.cairn.dump.DumpException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.SystemClaim;
import org.cairn.heap.DecodeContext;
import org.cairn.memory.Architecture;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.layout.PoolLayout;
import org.cairn.pool.windows.internal.owner.DriverTags;
import org.cairn.system.ProcessImage;
import org.cairn.system.TypeLog;
import org.cairn.types.TypeTable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A kernel with the layout of its pools and the values of its variables. For one thread. */
public final class PoolKernel {
    /** The first build of Vista. */
    public static final int VISTA = 6000;

    /** Where the kernel begins on x86, at the earliest. */
    private static final long FIRST_X86 = 0x8000_0000L;

    private static final long LAST_X86 = 0xffff_ffffL;

    /** Where the upper half of the address space begins on x64. */
    private static final long FIRST_X64 = 0xffff_8000_0000_0000L;

    private static final int WINDOWS_2000 = 2195;
    private static final String REACTOS = "reactos";

    /** The first build whose pools are segment heaps for certain; 17763 has both. */
    private static final int SEGMENT_POOLS = 18_362;

    private final DecodeContext context;
    private final PoolLayout layout;
    private final KernelMemory memory;
    private final ProcessImage kernel;
    private final Map<String, Long> variables;
    private final List<Long> lookasides;
    private Optional<DriverTags> driverTags = Optional.empty();
    private Optional<BigPages> bigPages = Optional.empty();
    private Optional<TagTable> tagTable = Optional.empty();

    private PoolKernel(
            DecodeContext context,
            PoolLayout layout,
            ProcessImage kernel,
            Map<String, Long> variables,
            List<Long> lookasides) {
        this.context = context;
        this.layout = layout;
        this.memory = new KernelMemory(context.space(), layout.pointerSize());
        this.kernel = kernel;
        this.variables = variables;
        this.lookasides = lookasides;
    }

    /**
     * The kernel of a context.
     *
     * @param context any process
     * @return empty when it is not a kernel of the NT family, or its layouts are not known
     */
    public static Optional<PoolKernel> of(DecodeContext context) {
        ProcessImage process = context.process();
        return process.isKernel() ? of(context, process).map(PoolKernel::noted) : Optional.empty();
    }

    /**
     * The kernel as a process sees it: with the memory that only processes of its session have.
     *
     * @param context a process
     * @return empty as of {@link #of}
     */
    public static Optional<PoolKernel> seenBy(DecodeContext context) {
        return context.system().processes().stream()
                .filter(ProcessImage::isKernel)
                .findFirst()
                .flatMap(kernel -> of(context, kernel));
    }

    private static Optional<PoolKernel> of(DecodeContext context, ProcessImage kernel) {
        if (!isNt(context)) {
            return Optional.empty();
        }
        int build = context.system().build();
        return tables(context)
                .flatMap(table -> PoolLayout.bind(table).stream())
                .findFirst()
                .map(layout -> build == WINDOWS_2000 ? layout.as2000() : layout)
                .map(
                        layout ->
                                new PoolKernel(
                                        context, layout, kernel, kernel.variables(), List.of()));
    }

    /**
     * The same kernel with the variables of one session in the place of those of the system.
     *
     * @param own where what takes the role of a variable is
     * @param lists further lookaside lists
     */
    PoolKernel with(Map<String, Long> own, List<Long> lists) {
        return new PoolKernel(context, layout, kernel, Map.copyOf(own), List.copyOf(lists));
    }

    /**
     * A kernel of which nothing is known but the memory of its machine, and how its pools are laid
     * out.
     *
     * @param context bare memory
     * @param layout of its pools
     * @return a kernel without variables and images
     */
    public static PoolKernel bare(DecodeContext context, PoolLayout layout) {
        return new PoolKernel(context, layout, context.process(), Map.of(), List.of());
    }

    /** No choice of a table is silent. */
    private PoolKernel noted() {
        TypeTable.Id table = layout.table().id();
        String reason =
                table.build() == build()
                        ? "the kernel's build"
                        : "the nearest build to the kernel's";
        context.types()
                .log()
                .chosen(new TypeLog.Choice("kernel pools", "", table, reason, List.of()));
        return this;
    }

    private static boolean isNt(DecodeContext context) {
        String family = context.system().family();
        return family.equals(SystemClaim.WINDOWS) || family.equals(REACTOS);
    }

    /** Pools of ARM64 are laid out as those of x64. */
    private static Architecture layouts(DecodeContext context) {
        Architecture own = context.process().architecture();
        return own == Architecture.ARM64 ? Architecture.X64 : own;
    }

    private static Stream<TypeTable> tables(DecodeContext context) {
        return context
                .types()
                .candidates(context.system().family(), context.system().build(), layouts(context))
                .stream();
    }

    /** Type tables of this and similar builds, best first. */
    public List<TypeTable> tables() {
        return context.types().catalog().candidates(SystemClaim.WINDOWS, build(), layouts(context));
    }

    /** The kernel's build. */
    public int build() {
        return context.system().build();
    }

    /** Whether small blocks lie in pages that are walked, rather than in segment heaps. */
    public boolean walksPages() {
        return build() < SEGMENT_POOLS;
    }

    /** Which of the kernel's images have a tag in their code; searched once. */
    public DriverTags driverTags() {
        if (driverTags.isEmpty()) {
            driverTags =
                    Optional.of(
                            context.process().architecture() == Architecture.ARM64
                                    ? DriverTags.none()
                                    : DriverTags.search(
                                            context.space(), modules(), context.progress()));
        }
        return driverTags.get();
    }

    /** The table of blocks of whole pages; read once. */
    public BigPages bigPages() {
        BigPages table = bigPages.orElseGet(() -> BigPages.read(this, context.progress()));
        bigPages = Optional.of(table);
        return table;
    }

    /** The sums of tags that the kernel keeps; read once. */
    public TagTable tagTable() {
        TagTable table = tagTable.orElseGet(() -> TagTable.read(this));
        tagTable = Optional.of(table);
        return table;
    }

    /** Where the kernel's half of the address space begins, at the earliest. */
    public long first() {
        return layout.pointerSize() == Long.BYTES ? FIRST_X64 : FIRST_X86;
    }

    /** What of the kernel's half of the address space is mapped. */
    public Iterable<Run.Mapped> mapped() {
        return memory.space().mapped(first(), layout.pointerSize() == Long.BYTES ? -1L : LAST_X86);
    }

    /** Whether an address is in the kernel's half of the address space, or may be. */
    public boolean isKernel(long address) {
        return memory.pointerSize() == Long.BYTES ? address < 0 : address >= FIRST_X86;
    }

    /** The bits of a pointer. */
    public long pointerMask() {
        return layout.pointerSize() == Long.BYTES ? -1L : 0xffff_ffffL;
    }

    /** The kernel's images, the kernel first. */
    public List<DumpModule> modules() {
        return kernel.modules();
    }

    /** Why the kernel stopped. */
    public Optional<DumpException> stop() {
        return kernel.stop();
    }

    /** Lookaside lists that no variable leads to. */
    List<Long> lookasides() {
        return lookasides;
    }

    /** What is worked on. */
    public DecodeContext context() {
        return context;
    }

    /** The structures. */
    public PoolLayout layout() {
        return layout;
    }

    /** The memory. */
    public KernelMemory memory() {
        return memory;
    }

    /** The address of a variable. */
    public OptionalLong address(String variable) {
        long address = variables.getOrDefault(variable, 0L);
        return address == 0 ? OptionalLong.empty() : OptionalLong.of(address);
    }

    /** The value of a variable of the size of a pointer, 0 when it is not known. */
    public long value(String variable) {
        OptionalLong address = address(variable);
        return address.isPresent() ? memory.pointer(address.getAsLong()) : 0;
    }
}
