package org.cairn.pool.windows.internal.kernel;

import org.cairn.dump.DumpModule;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The verifier's ring of {@code _VF_POOL_TRACE}: address, size, thread and stack of the latest
 * allocations and frees. No variable that is known leads to it: it is a block of whole pages whose
 * first entries are all sound or empty, and whose stacks lead into images. Inferred.
 */
public final class PoolTraces {
    /** So many entries must be sound, and one of them in use. */
    private static final int ASKED_ENTRIES = 8;

    private static final int MAX_ENTRIES = 1 << 17;
    private static final long MAX_BYTES = 1L << 32;

    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final Optional<Structure> type;
    private long ring;
    private long entries;

    /**
     * An allocation or a free.
     *
     * @param address of the entry
     * @param block address that the caller got
     * @param bytes its size
     * @param thread who did it
     * @param stack return addresses, the innermost first
     */
    public record Trace(long address, long block, long bytes, long thread, List<Long> stack) {}

    /**
     * Searches for the ring.
     *
     * @param kernel the kernel
     * @param big its blocks of whole pages
     */
    public PoolTraces(PoolKernel kernel, BigPages big) {
        this.kernel = kernel;
        memory = kernel.memory();
        type =
                kernel.tables().stream()
                        .flatMap(table -> table.find("_VF_POOL_TRACE").stream())
                        .findFirst();
        type.ifPresent(
                layout -> {
                    for (BigPages.Block block : big.blocks()) {
                        kernel.context().progress().checkCancelled();
                        if (ring == 0 && isRing(block, layout)) {
                            ring = block.address();
                            entries = Math.min(block.bytes() / layout.size(), MAX_ENTRIES);
                        }
                    }
                });
    }

    private boolean isRing(BigPages.Block block, Structure layout) {
        int used = 0;
        for (int i = 0; i < ASKED_ENTRIES; i++) {
            long at = block.address() + (long) i * layout.size();
            if (!memory.isPresent(at, layout.size())) {
                return false;
            }
            long address = memory.get(at, layout.field("Address"));
            if (address != 0) {
                long bytes = memory.get(at, layout.field("Size"));
                boolean sound =
                        kernel.isKernel(address)
                                && bytes > 0
                                && bytes < MAX_BYTES
                                && kernel.isKernel(memory.get(at, layout.field("Thread")))
                                && isCode(memory.pointer(at + layout.offset("StackTrace")));
                if (!sound) {
                    return false;
                }
                used++;
            }
        }
        return used > 0;
    }

    private boolean isCode(long address) {
        for (DumpModule module : kernel.modules()) {
            if (Long.compareUnsigned(address - module.base(), module.size()) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The traces of a block: who allocated and who freed it.
     *
     * @param inside an address in it
     * @return in the order of the ring, which has no mark of its beginning
     */
    public List<Trace> of(long inside) {
        List<Trace> traces = new ArrayList<>();
        if (ring == 0) {
            return traces;
        }
        Structure layout = type.orElseThrow();
        for (long i = 0; i < entries; i++) {
            long at = ring + i * layout.size();
            long block = memory.get(at, layout.field("Address"));
            long bytes = memory.get(at, layout.field("Size"));
            if (block != 0 && Long.compareUnsigned(inside - block, bytes) < 0) {
                traces.add(
                        new Trace(
                                at,
                                block,
                                bytes,
                                memory.get(at, layout.field("Thread")),
                                stack(at, layout.field("StackTrace"))));
            }
        }
        return traces;
    }

    private List<Long> stack(long at, Field field) {
        List<Long> stack = new ArrayList<>();
        for (int i = 0; i < field.size() / memory.pointerSize(); i++) {
            long frame = memory.pointer(at + field.offset() + (long) i * memory.pointerSize());
            if (frame == 0) {
                break;
            }
            stack.add(frame);
        }
        return stack;
    }
}
