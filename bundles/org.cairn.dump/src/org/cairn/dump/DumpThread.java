package org.cairn.dump;

/**
 * A thread.
 *
 * @param id thread id
 * @param teb address of the thread environment block, 0 when unknown
 * @param stackStart lowest address of the stack in the dump, 0 when none
 * @param stackSize bytes of stack in the dump
 * @param instructionPointer from the context record, 0 when there is none
 * @param stackPointer from the context record, 0 when there is none
 * @param suspendCount how often it was suspended
 * @param priority as the container has it
 * @param object address of the system's own structure of the thread, such as {@code _ETHREAD}; 0
 *     when unknown
 * @param startAddress where the thread began to run, 0 when unknown
 * @param state what it was doing, such as {@code waiting}, or empty
 */
public record DumpThread(
        long id,
        long teb,
        long stackStart,
        long stackSize,
        long instructionPointer,
        long stackPointer,
        long suspendCount,
        long priority,
        long object,
        long startAddress,
        String state) {
    /**
     * A thread of which only the container's facts are known.
     *
     * @param id thread id
     * @param teb address of the thread environment block, 0 when unknown
     * @param stackStart lowest address of the stack in the dump, 0 when none
     * @param stackSize bytes of stack in the dump
     * @param instructionPointer from the context record, 0 when there is none
     * @param stackPointer from the context record, 0 when there is none
     * @param suspendCount how often it was suspended
     * @param priority as the container has it
     */
    public DumpThread(
            long id,
            long teb,
            long stackStart,
            long stackSize,
            long instructionPointer,
            long stackPointer,
            long suspendCount,
            long priority) {
        this(
                id,
                teb,
                stackStart,
                stackSize,
                instructionPointer,
                stackPointer,
                suspendCount,
                priority,
                0,
                0,
                "");
    }
}
