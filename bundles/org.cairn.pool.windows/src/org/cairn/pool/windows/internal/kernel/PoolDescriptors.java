package org.cairn.pool.windows.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The {@code _POOL_DESCRIPTOR}s of a kernel. */
public final class PoolDescriptors {
    /** The most pools of one kind ({@code EXP_MAXIMUM_POOL_NODES}). */
    private static final int MAX_POOLS = 127;

    private final PoolKernel kernel;

    /** Prepares for a kernel. */
    public PoolDescriptors(PoolKernel kernel) {
        this.kernel = kernel;
    }

    /**
     * The descriptors of a pool.
     *
     * @param paged whether of the paged pools
     * @return addresses; empty when they are not known
     */
    public List<Long> of(boolean paged) {
        List<Long> found = new ArrayList<>();
        if (paged) {
            kernel.address(SessionSpace.DESCRIPTOR).ifPresent(address -> add(found, address));
            addAll(found, "ExpPagedPoolDescriptor", "ExpNumberOfPagedPools");
            vector(found, 1);
        } else {
            kernel.address("NonPagedPoolDescriptor").ifPresent(address -> add(found, address));
            addAll(found, "ExpNonPagedPoolDescriptor", "ExpNumberOfNonPagedPools");
            vector(found, 0);
        }
        return found;
    }

    /** {@code PoolVector}: the first descriptor of each kind. */
    private void vector(List<Long> found, int index) {
        OptionalLong vector = kernel.address("PoolVector");
        if (vector.isPresent()) {
            int size = kernel.memory().pointerSize();
            add(found, kernel.memory().pointer(vector.getAsLong() + (long) index * size));
        }
    }

    /** Pool 0 of the paged ones is for the kernel's own use, so that there is one more. */
    private void addAll(List<Long> found, String array, String number) {
        OptionalLong first = kernel.address(array);
        OptionalLong count = kernel.address(number);
        if (first.isEmpty()) {
            return;
        }
        long more = count.isPresent() ? kernel.memory().u32(count.getAsLong()) : 0;
        long pools = Math.clamp(more & 0xffff_ffffL, 0, MAX_POOLS) + 1;
        for (long i = 0; i < pools; i++) {
            int size = kernel.memory().pointerSize();
            add(found, kernel.memory().pointer(first.getAsLong() + i * size));
        }
    }

    private void add(List<Long> found, long address) {
        if (address != 0
                && !found.contains(address)
                && kernel.memory().isPresent(address, kernel.memory().pointerSize())) {
            found.add(address);
        }
    }
}
