package org.cairn.system.os2;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A thread, by its slot. What is not known is 0 or empty.
 *
 * @param slot number in the table of threads
 * @param pid its process
 * @param parentPid the parent of that process
 * @param ordinal number of the thread in its process (tid)
 * @param state as the debuggers print it, such as {@code blk}
 * @param priority class and level
 * @param tsd address of its swappable data
 * @param ptda address of its process's data
 * @param tcb address of its control block
 * @param blockId what it waits for (TCBSleepID), if it is blocked
 * @param semaphore TCB_SemInfo, the handle or address that goes with the block id, if it is known
 * @param name of the program
 * @param stack where its stacks are, empty when its swappable data is not there
 */
public record KernelThread(
        int slot,
        int pid,
        int parentPid,
        int ordinal,
        String state,
        int priority,
        long tsd,
        long ptda,
        long tcb,
        OptionalLong blockId,
        OptionalLong semaphore,
        String name,
        Optional<ThreadStack> stack) {
    /** The state of a thread that waits. */
    public static final String BLOCKED = "blk";

    /**
     * The thread in a few words.
     *
     * @return such as {@code slot 47 PMSHL32}, the slot in hexadecimal digits
     */
    public String label() {
        return "slot %x %s".formatted(slot, name).strip();
    }
}
