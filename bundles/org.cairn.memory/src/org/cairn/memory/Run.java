package org.cairn.memory;

import java.lang.foreign.MemorySegment;

/**
 * A stretch of an address space that is either there as one piece or absent for one reason. Both
 * ends are inclusive, so that a run may reach the last address of a 64-bit space.
 */
public sealed interface Run {
    /**
     * The first address.
     *
     * @return an unsigned address
     */
    long start();

    /**
     * The last address that belongs to the run.
     *
     * @return an unsigned address, not below {@link #start()}
     */
    long last();

    /**
     * Bytes that are there.
     *
     * @param start first address, unsigned
     * @param last last address, unsigned, inclusive
     * @param bytes exactly the bytes from {@code start} to {@code last}
     */
    record Mapped(long start, long last, MemorySegment bytes) implements Run {
        /** Checks that the segment has the run's length. */
        public Mapped {
            if (bytes.byteSize() == 0 || bytes.byteSize() - 1 != last - start) {
                throw new IllegalArgumentException(
                        "segment of " + bytes.byteSize() + " bytes for a run of another length");
            }
        }
    }

    /**
     * Bytes that are not there.
     *
     * @param start first address, unsigned
     * @param last last address, unsigned, inclusive
     * @param why the reason
     */
    record Absent(long start, long last, Absence why) implements Run {}
}
