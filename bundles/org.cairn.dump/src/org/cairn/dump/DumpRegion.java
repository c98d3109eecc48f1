package org.cairn.dump;

/**
 * A region of the address space as the container describes it; its bytes may be there or not.
 *
 * @param start first address, unsigned
 * @param last last address, unsigned, inclusive
 * @param allocationBase base of the allocation that it belongs to, 0 when unknown
 * @param state {@code commit}, {@code reserve}, {@code free} or empty
 * @param protection such as {@code rw-}, or empty
 * @param kind {@code private}, {@code mapped}, {@code image}, of a kernel also {@code nonpaged
 *     pool}, {@code paged pool} and {@code page table}; or empty
 */
public record DumpRegion(
        long start, long last, long allocationBase, String state, String protection, String kind) {}
