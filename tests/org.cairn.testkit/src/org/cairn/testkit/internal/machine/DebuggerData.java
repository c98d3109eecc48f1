package org.cairn.testkit.internal.machine;

import org.cairn.testkit.internal.DebuggerWriter;
import org.cairn.testkit.internal.PagedMemory;
import org.cairn.testkit.internal.ThreadLayout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a synthetic kernel tells debuggers in {@code _KDDEBUGGER_DATA64}, unless it is left out. */
public final class DebuggerData {
    private final PagedMemory memory;
    private final KernelImage kernel;
    private final int pointer;
    private final Map<String, Long> fields = new HashMap<>();
    private Optional<Secrets> secrets = Optional.empty();
    private boolean leftOut;

    /** What the block is encoded with. */
    private record Secrets(long never, long always) {}

    /**
     * Prepares for a kernel.
     *
     * @param memory of the machine
     * @param kernel has the variables
     * @param pointer bytes of a pointer
     */
    public DebuggerData(PagedMemory memory, KernelImage kernel, int pointer) {
        this.memory = memory;
        this.kernel = kernel;
        this.pointer = pointer;
    }

    /** Leaves the block out. */
    public void leaveOut() {
        leftOut = true;
    }

    /** Has it encoded with the values of {@code KiWaitNever} and {@code KiWaitAlways}. */
    public void encode(long never, long always) {
        secrets = Optional.of(new Secrets(never, always));
    }

    /** Names the address of a variable of the kernel. */
    public void field(String field, long address) {
        fields.put(field, address);
    }

    /**
     * Writes the block.
     *
     * @param processSize bytes of {@code _EPROCESS}
     * @param threads layout of threads
     */
    public void write(int processSize, ThreadLayout threads) {
        if (leftOut) {
            return;
        }
        DebuggerWriter writer = new DebuggerWriter(memory, kernel.variable("KdDebuggerDataBlock"));
        writer.address("KernBase", extended(kernel.base()));
        writer.address("PsLoadedModuleList", extended(kernel.variable("PsLoadedModuleList")));
        writer.address("PsActiveProcessHead", extended(kernel.variable("PsActiveProcessHead")));
        writer.address("NtBuildLab", extended(kernel.buildLab()));
        if (kernel.has(KernelImage.PAGED_POOL)) {
            long variable = kernel.variable(KernelImage.PAGED_POOL);
            writer.address(KernelImage.PAGED_POOL, extended(variable));
            memory.put(variable, pointer, InvalidPages.PAGED_POOL_START);
        }
        fields.forEach((field, address) -> writer.address(field, extended(address)));
        writer.sizes(processSize, threads);
        secrets.ifPresent(values -> encode(writer, values));
    }

    private void encode(DebuggerWriter writer, Secrets values) {
        long encoded = kernel.variable("KdpDataBlockEncoded");
        memory.put(encoded, 1, 1);
        memory.put(kernel.variable("KiWaitNever"), Long.BYTES, values.never());
        memory.put(kernel.variable("KiWaitAlways"), Long.BYTES, values.always());
        writer.encode(encoded, values.never(), values.always());
    }

    /** What a 32-bit kernel writes into a field of 64 bits. */
    private long extended(long address) {
        return pointer == Long.BYTES ? address : (int) address;
    }
}
