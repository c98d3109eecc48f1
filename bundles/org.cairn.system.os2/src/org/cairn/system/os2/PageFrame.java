package org.cairn.system.os2;

/**
 * A page frame record (PF): what is in a page of physical memory (OS/2 Debugging Handbook, ".MP").
 *
 * @param frame number of the page of physical memory, from 0
 * @param address of the record, linear
 * @param state what the frame is used for
 * @param page address of the record of the virtual page that is in it (VP), linear; 0 for none
 * @param flags {@code pf_f}, 4 bits
 * @param references number of page table entries that lead to it, 0 when it is not in use
 * @param longLocks number of long-term locks, 0 when it is not in use
 * @param shortLocks number of short-term locks, 0 when it is not in use
 * @param next frame behind it in its list, 0 when it is in use
 * @param previous frame in front of it in its list, 0 when it is in use
 * @param block disk frame of the swapper or block of the loader that has a copy
 */
public record PageFrame(
        int frame,
        long address,
        State state,
        long page,
        int flags,
        int references,
        int longLocks,
        int shortLocks,
        int next,
        int previous,
        int block) {
    /** The frame is free. */
    public static final int IS_FREE = 4;

    /** What a frame is used for. */
    public enum State {
        /** A page that is mapped, or whose frame the kernel uses. */
        IN_USE("in use"),
        /** A page that is not mapped any more, but still there. */
        IDLE("idle"),
        /** Nothing. */
        FREE("free");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /**
         * The state in a few words.
         *
         * @return as people read it
         */
        public String label() {
            return label;
        }
    }
}
