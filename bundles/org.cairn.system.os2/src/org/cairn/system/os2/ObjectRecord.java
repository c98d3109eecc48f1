package org.cairn.system.os2;

/**
 * An object record (VMOB): who owns a memory object.
 *
 * @param handle number in the table, from 1
 * @param arena handle of the arena record, 0 for a pseudo-object
 * @param next handle of the next object in the same range of addresses
 * @param address of a pseudo-object, which is a piece of a heap; otherwise 0
 * @param flags {@code ob_fl}
 * @param owner a system owner id, or the handle of the process or module that owns the object
 * @param requester handle of the module that asked for it, or a system owner id, or 0
 * @param longLocks number of long-term locks
 * @param shortLocks number of short-term locks
 * @param text what a debugger printed of the owner, or an empty text
 */
public record ObjectRecord(
        int handle,
        int arena,
        int next,
        long address,
        int flags,
        int owner,
        int requester,
        int longLocks,
        int shortLocks,
        String text) {
    /** A piece of a heap that has an object record: a module, a process, an arena header. */
    public static final int PSEUDO = 0x8000;

    /** Processes share its contents. */
    public static final int SHARED = 0x800;

    /**
     * Whether the object is a piece of a heap.
     *
     * @return whether it has an address of its own
     */
    public boolean isPseudo() {
        return (flags & PSEUDO) != 0;
    }
}
