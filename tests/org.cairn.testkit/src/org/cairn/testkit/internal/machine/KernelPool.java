package org.cairn.testkit.internal.machine;

import org.cairn.testkit.internal.PagedMemory;

/** Room for objects of a synthetic kernel, in whole pages. */
public final class KernelPool {
    private long next;

    /**
     * A pool of which nothing is taken yet.
     *
     * @param start its address, at the beginning of a page
     */
    public KernelPool(long start) {
        next = start;
    }

    /** Takes room for a number of bytes. */
    public long take(int size) {
        long address = next;
        next += size + PagedMemory.PAGE - 1 & -PagedMemory.PAGE;
        return address;
    }
}
