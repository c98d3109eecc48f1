package org.cairn.system.os2;

/**
 * A context record (VMCO): a process that uses a shared object.
 *
 * @param handle number in the table, from 1
 * @param address of the record, linear
 * @param next handle of the next record of the list, 0 at its end
 * @param process handle of the process
 * @param flags {@code co_f}
 */
public record ContextRecord(int handle, long address, int next, int process, int flags) {
    /** The handle of the next record is larger than 64 K; {@link #next} has that bit already. */
    public static final int NEXT_IS_HIGH = 0x20;
}
