package org.cairn.dump;

/**
 * What a container says of a thread besides its registers.
 *
 * @param threadId the thread, which need not be among {@link Dump#threads()}: it may have ended
 * @param name the description that the program gave it, or empty
 * @param startAddress where it began to run, 0 when unknown
 * @param created when it was created, in 100 ns since the beginning of 1601, 0 when unknown
 * @param exited when it ended, in the same unit, 0 when it runs
 * @param exitStatus its status, unsigned 32-bit; {@code STATUS_PENDING} (0x103) while it runs
 * @param kernelTime time in the kernel, in units of 100 ns
 * @param userTime time outside of the kernel, in units of 100 ns
 * @param affinity a bit for each processor that it may run on, 0 when unknown
 */
public record DumpThreadInfo(
        long threadId,
        String name,
        long startAddress,
        long created,
        long exited,
        long exitStatus,
        long kernelTime,
        long userTime,
        long affinity) {
    /**
     * A thread of which only the name is known.
     *
     * @param threadId the thread
     * @param name its description
     * @return the information
     */
    public static DumpThreadInfo named(long threadId, String name) {
        return new DumpThreadInfo(threadId, name, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Adds a name.
     *
     * @param text the description that the program gave the thread
     * @return changed information
     */
    public DumpThreadInfo withName(String text) {
        return new DumpThreadInfo(
                threadId,
                text,
                startAddress,
                created,
                exited,
                exitStatus,
                kernelTime,
                userTime,
                affinity);
    }
}
