package org.cairn.heap;

import org.cairn.memory.Architecture;

/**
 * A heap that a decoder found.
 *
 * @param address the heap's address (its handle), or the first address of the stretch in which
 *     blocks were found
 * @param kind what it is, such as {@code NT heap}
 * @param name what the system calls it, or empty
 * @param architecture of its structures
 * @param layout name of the type table that was chosen, or empty
 * @param origin how the heap was found and why this layout was chosen, one sentence
 * @param status whether it can be decoded
 * @param note why not, or what is special; empty when there is nothing to say
 */
public record HeapRoot(
        long address,
        String kind,
        String name,
        Architecture architecture,
        String layout,
        String origin,
        Status status,
        String note) {
    /** Whether a heap can be decoded. */
    public enum Status {
        /** Its header, or enough of its blocks, is there. */
        PRESENT("present"),
        /**
         * Its decoder failed or broke its contract: blocks may be missing. Set by Cairn, never by a
         * decoder.
         */
        PARTIAL("partial"),
        /** The system lists it, but its memory is not in the dump. */
        ABSENT("absent"),
        /** The memory is there, but it is not a heap of the expected format. */
        FOREIGN("foreign");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /**
         * The term used in columns.
         *
         * @return a lower-case word
         */
        public String label() {
            return label;
        }
    }
}
