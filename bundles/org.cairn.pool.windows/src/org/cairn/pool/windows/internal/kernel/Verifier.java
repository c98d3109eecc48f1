package org.cairn.pool.windows.internal.kernel;

import org.cairn.dump.DumpModule;
import org.cairn.memory.Addresses;
import org.cairn.memory.Structure;
import org.cairn.pool.windows.internal.layout.PoolLayout;
import org.cairn.types.TypeTable;

import java.util.Locale;
import java.util.Optional;

/**
 * What the driver verifier keeps of allocations that it tracks. Next to a tracked block is a
 * pointer to its {@code _VI_POOL_ENTRY}, which has the block's address, size, tag and the address
 * that called the allocation. That the entry leads back to the block is the proof of both. For one
 * thread.
 */
public final class Verifier {
    private final PoolKernel kernel;
    private final KernelMemory memory;
    private final int user;
    private final int caller;
    private final int bytes;
    private final int tag;
    private final int size;

    /**
     * Prepares.
     *
     * @param kernel the kernel
     */
    public Verifier(PoolKernel kernel) {
        this.kernel = kernel;
        memory = kernel.memory();
        Optional<Structure> entry = find(kernel, "_VI_POOL_ENTRY_INUSE");
        user = PoolLayout.offset(entry, "VirtualAddress");
        caller = PoolLayout.offset(entry, "CallingAddress");
        bytes = PoolLayout.offset(entry, "NumberOfBytes");
        tag = PoolLayout.offset(entry, "Tag");
        size = entry.map(Structure::size).orElse(0);
    }

    /**
     * What is kept of an allocation.
     *
     * @param address of the entry
     * @param caller who asked for it
     * @param bytes that it asked for
     * @param tag of it
     */
    public record Entry(long address, long caller, long bytes, int tag) {}

    /**
     * The counters of {@code MmVerifierData}.
     *
     * @param nonPaged allocations of nonpaged pool that are tracked now
     * @param nonPagedBytes of those
     * @param paged allocations of paged pool that are tracked now
     * @param pagedBytes of those
     * @param special allocations ever made from special pool
     */
    public record Totals(
            long nonPaged, long nonPagedBytes, long paged, long pagedBytes, long special) {
        /** What is said of a pool; empty when nothing of it is tracked. */
        public String describe(boolean ofPaged) {
            long count = ofPaged ? paged : nonPaged;
            return count == 0
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "the verifier tracks %,d allocations, %,d bytes",
                            count,
                            ofPaged ? pagedBytes : nonPagedBytes);
        }
    }

    private static Optional<Structure> find(PoolKernel kernel, String type) {
        TypeTable own = kernel.layout().table();
        return own.find(type)
                .or(
                        () ->
                                kernel.tables().stream()
                                        .flatMap(table -> table.find(type).stream())
                                        .findFirst());
    }

    /**
     * The counters of a kernel.
     *
     * @return empty when they are not known
     */
    public static Optional<Totals> totals(PoolKernel kernel) {
        long address = kernel.address("MmVerifierData").orElse(0);
        KernelMemory memory = kernel.memory();
        return find(kernel, "_MM_DRIVER_VERIFIER_DATA")
                .filter(_ -> address != 0)
                .filter(type -> memory.isPresent(address, type.size()))
                .map(
                        type ->
                                new Totals(
                                        get(kernel, type, "CurrentNonPagedPoolAllocations"),
                                        get(kernel, type, "NonPagedBytes"),
                                        get(kernel, type, "CurrentPagedPoolAllocations"),
                                        get(kernel, type, "PagedBytes"),
                                        get(kernel, type, "AllocationsSucceededSpecialPool")));
    }

    private static long get(PoolKernel kernel, Structure type, String field) {
        return kernel.memory()
                .get(kernel.address("MmVerifierData").orElseThrow(), type.field(field));
    }

    /**
     * The entry that a pointer leads to.
     *
     * @param at where the pointer is
     * @param block address that the caller got
     * @return empty when there is none of this block
     */
    public Optional<Entry> entry(long at, long block) {
        long entry = memory.pointer(at);
        if (size == 0
                || entry == 0
                || !memory.isPresent(entry, size)
                || memory.pointer(entry + user) != block) {
            return Optional.empty();
        }
        return Optional.of(
                new Entry(
                        entry,
                        memory.pointer(entry + caller),
                        memory.pointer(entry + bytes),
                        memory.u32(entry + tag)));
    }

    /**
     * The entry of a block in a pool of pages, whose pointer is one of its last two words: the
     * charged process may come behind it.
     *
     * @param block address that the caller got
     * @param end where the block ends
     * @return empty when there is none
     */
    public Optional<Entry> behind(long block, long end) {
        int pointer = memory.pointerSize();
        return entry(end - pointer, block).or(() -> entry(end - 2L * pointer, block));
    }

    /**
     * Names an address of code.
     *
     * @param address of code
     * @return module and distance, or the address alone
     */
    public String place(long address) {
        for (DumpModule module : kernel.modules()) {
            if (Long.compareUnsigned(address - module.base(), module.size()) < 0) {
                return module.fileName() + "+" + Addresses.hex(address - module.base());
            }
        }
        return Addresses.hex(address);
    }
}
