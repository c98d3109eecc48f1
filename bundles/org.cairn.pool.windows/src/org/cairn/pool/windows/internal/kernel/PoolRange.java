package org.cairn.pool.windows.internal.kernel;

/**
 * Addresses that belong to a pool.
 *
 * @param first first address, unsigned
 * @param last last address, unsigned, inclusive
 * @param name what it is called
 */
public record PoolRange(long first, long last, String name) {
    /** Whether an address lies in it. */
    public boolean holds(long address) {
        return Long.compareUnsigned(address - first, last - first) <= 0;
    }
}
