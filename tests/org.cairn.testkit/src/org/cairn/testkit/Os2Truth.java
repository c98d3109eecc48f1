package org.cairn.testkit;

import java.util.List;

/**
 * What a {@link SyntheticOs2} machine holds: each list in the order of its table. Addresses are
 * linear, handles and flags as the kernel has them, 0 for what a record does not have.
 */
public final class Os2Truth {
    private Os2Truth() {}

    /**
     * A block of a heap.
     *
     * @param address of its header
     * @param size with header and trailer
     * @param kind as the decoders name it
     * @param owner 16 bits, 0 for none
     * @param selector 0 for none
     */
    public record Block(long address, int size, String kind, int owner, int selector) {}

    /**
     * An object with its range of memory.
     *
     * @param hob its handle
     * @param har handle of the arena record, 0 for a pseudo-object
     * @param start linear address
     * @param pages of its range, 0 for a pseudo-object
     * @param owner 16 bits
     * @param requester 16 bits
     */
    public record MemoryObject(int hob, int har, long start, int pages, int owner, int requester) {}

    /** An arena record; sentinels among them. */
    public record Arena(
            int har,
            long address,
            long start,
            int pages,
            int flags,
            int hob,
            int context,
            int hal) {}

    /** A context record. */
    public record Context(int hco, long address, int next, int process, int flags) {}

    /** An alias record: of pages, or of a pair of selectors. */
    public record Alias(
            int hal, int har, int process, int page, int flags, int cs, int ds, int references) {}

    /** A virtual page in use; {@code place} is its frame or its block. */
    public record Page(
            int number, long address, int place, int flags, int page, int hob, int references) {}

    /** A page frame; {@code state} as people read it. */
    public record Frame(
            int frame,
            String state,
            long page,
            int flags,
            int references,
            int next,
            int previous) {}

    /** A segment or an object of a module. */
    public record Segment(int number, long base, int size, int flags, int selector) {}

    /** A module. */
    public record ModuleEntry(
            int hmte, long address, int flags, String path, List<Segment> segments) {}

    /** A thread; {@code stack} is empty when its swappable data is not there. */
    public record ThreadSlot(
            int slot,
            int pid,
            int parent,
            int tid,
            String state,
            int priority,
            long tsd,
            long ptda,
            long tcb,
            long waits,
            String name,
            String stack) {}

    /** A descriptor. */
    public record Selector(int selector, long base, int limit, String type) {}
}
