package org.cairn.testkit.internal;

/**
 * Where things stand that releases and builds of the kernel have at different places.
 *
 * @param debug whether it is an ALLSTRICT kernel
 * @param threadSize bytes of a TCB
 * @param sleepId TCBSleepID
 * @param semaphore TCB_SemInfo
 * @param state TCBState
 * @param priority TCBPriority
 * @param handle ptda_handle
 * @param information ptda_infoseg
 * @param signature of a PTDA
 * @param version minor
 */
public record Os2Layout(
        boolean debug,
        int threadSize,
        int sleepId,
        int semaphore,
        int state,
        int priority,
        int handle,
        int information,
        int signature,
        int version) {
    int processSize() {
        return signature + 2;
    }

    /** Bytes of a virtual page record. */
    int pageSize() {
        return debug ? 0xc : 0xa;
    }

    /** The user's ESP in the swappable data of a thread. */
    int userPointer() {
        return debug ? 0x1f98 : 0xf9c;
    }
}
