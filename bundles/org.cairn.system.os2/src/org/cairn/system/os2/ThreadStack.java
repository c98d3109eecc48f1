package org.cairn.system.os2;

/**
 * Where the stacks of a thread were when it entered the kernel, from its swappable data (OS/2
 * Debugging Handbook, "Thread Swappable Data").
 *
 * @param userPointer ESP of its own stack
 * @param userSelector SS of its own stack
 * @param kernelPointer ESP of its stack in the kernel
 */
public record ThreadStack(long userPointer, int userSelector, long kernelPointer) {
    /**
     * The top of the thread's own stack.
     *
     * @return as the debuggers write it, such as {@code 0053:0012ffa8}
     */
    public String user() {
        return "%04x:%08x".formatted(userSelector, userPointer);
    }
}
