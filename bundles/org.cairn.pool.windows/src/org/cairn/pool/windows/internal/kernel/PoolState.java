package org.cairn.pool.windows.internal.kernel;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code nt!ExPoolState}: the segment heaps behind the pools since 10 1809. Each node of memory has
 * four: nonpaged, nonpaged without execution, paged, paged for prototypes; the last is marked as
 * from a single source in the facts. Special heaps follow; that they are in the same order is
 * inferred, and the types in the headers of their blocks are compared with it.
 */
public final class PoolState {
    /** The signature at {@code _SEGMENT_HEAP.Signature}. */
    private static final int SIGNATURE = 0xddee_ddee;

    private static final int MAX_POOLS = 64;

    private static final int HEAPS = 4;
    private static final int FIRST_PAGED = 2;
    private static final List<String> NAMES =
            List.of("nonpaged", "nonpaged Nx", "paged", "paged prototype");

    private final PoolKernel kernel;
    private final long address;
    private final Structure state;
    private final Structure node;
    private final int signature;

    private PoolState(
            PoolKernel kernel, long address, Structure state, Structure node, int signature) {
        this.kernel = kernel;
        this.address = address;
        this.state = state;
        this.node = node;
        this.signature = signature;
    }

    /**
     * A heap behind a pool.
     *
     * @param address of {@code _SEGMENT_HEAP}
     * @param paged which pool
     * @param name for people
     */
    public record Heap(long address, boolean paged, String name) {}

    /**
     * The state of a kernel.
     *
     * @return empty when its variable is not known, or what is there is none: then the pools are
     *     not segment heaps, or nobody says where they are
     */
    public static Optional<PoolState> of(PoolKernel kernel) {
        long address = kernel.address("ExPoolState").orElse(0);
        if (address == 0) {
            return Optional.empty();
        }
        for (TypeTable table : kernel.tables()) {
            Optional<Structure> state = table.find("_EX_POOL_HEAP_MANAGER_STATE");
            Optional<Structure> node = table.find("_EX_HEAP_POOL_NODE");
            Optional<Structure> heap = table.find("_SEGMENT_HEAP");
            if (state.isPresent() && node.isPresent() && heap.isPresent()) {
                PoolState found =
                        new PoolState(
                                kernel,
                                address,
                                state.get(),
                                node.get(),
                                heap.get().offset("Signature"));
                if (found.isSound()) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    private long pools() {
        return kernel.memory().get(address, state.field("NumberOfPools"));
    }

    private boolean isSound() {
        long first = kernel.memory().pointer(node(0) + node.offset("Heaps"));
        return pools() >= 1
                && pools() <= MAX_POOLS
                && kernel.memory().u32(first + signature) == SIGNATURE;
    }

    private long node(int index) {
        return address + state.offset("PoolNode") + (long) index * node.size();
    }

    /** All heaps, node by node, then the special ones. */
    public List<Heap> heaps() {
        List<Heap> heaps = new ArrayList<>();
        int size = kernel.memory().pointerSize();
        for (int i = 0; i < pools(); i++) {
            for (int kind = 0; kind < HEAPS; kind++) {
                long at = node(i) + node.offset("Heaps") + (long) kind * size;
                add(
                        heaps,
                        kernel.memory().pointer(at),
                        kind >= FIRST_PAGED,
                        "node " + i + ", " + NAMES.get(kind));
            }
        }
        Field special = state.field("SpecialHeaps");
        for (int i = 0; i < special.size() / size; i++) {
            long at = address + special.offset() + (long) i * size;
            add(heaps, kernel.memory().pointer(at), i >= FIRST_PAGED, "special heap " + i);
        }
        return heaps;
    }

    private static void add(List<Heap> heaps, long address, boolean paged, String name) {
        if (address != 0 && heaps.stream().noneMatch(heap -> heap.address() == address)) {
            heaps.add(new Heap(address, paged, name));
        }
    }

    /**
     * Follows the dynamic lookaside lists of all nodes.
     *
     * @return what waits on them: headers or user data, which of them is not known
     */
    public Parked parked() {
        kernel.context().progress().task(Parked.TASK);
        Parked parked = new Parked(kernel, 0);
        Optional<Structure> list = table("_RTL_DYNAMIC_LOOKASIDE");
        Optional<Structure> bucket = table("_RTL_LOOKASIDE");
        if (list.isEmpty() || bucket.isEmpty()) {
            return parked;
        }
        int first = list.get().offset("Buckets");
        int lists = node.field("Lookasides").size() / list.get().size();
        int buckets = (list.get().size() - first) / bucket.get().size();
        for (int i = 0; i < pools(); i++) {
            for (int j = 0; j < lists * buckets; j++) {
                long head =
                        node(i)
                                + node.offset("Lookasides")
                                + (long) (j / buckets) * list.get().size()
                                + first
                                + (long) (j % buckets) * bucket.get().size();
                parked.follow(head);
            }
        }
        return parked;
    }

    private Optional<Structure> table(String type) {
        return kernel.tables().stream().flatMap(table -> table.find(type).stream()).findFirst();
    }
}
