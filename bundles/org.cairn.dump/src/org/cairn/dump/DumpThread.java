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
 */
public record DumpThread(
        long id,
        long teb,
        long stackStart,
        long stackSize,
        long instructionPointer,
        long stackPointer,
        long suspendCount,
        long priority) {}
