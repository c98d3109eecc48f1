package org.cairn.memory;

/** An address as people and debuggers write it, before it is known where it lies. */
public sealed interface WrittenAddress {
    /**
     * An address of a process or of the kernel.
     *
     * @param address unsigned
     */
    record Linear(long address) implements WrittenAddress {}

    /**
     * An offset in a segment, {@code 21a0:ade0}.
     *
     * @param selector of its descriptor, 16 bits
     * @param offset from the segment's base, unsigned
     */
    record Segmented(int selector, long offset) implements WrittenAddress {}

    /**
     * An address of physical memory, {@code %%001d6000}.
     *
     * @param address unsigned
     */
    record Physical(long address) implements WrittenAddress {}
}
