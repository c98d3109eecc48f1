package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Architecture;

/**
 * An {@code _EPROCESS}.
 *
 * @param address of it, in the kernel's space
 * @param id process id
 * @param parent id of its parent
 * @param name image name, at most 15 characters
 * @param directoryTable CR3 of the process, with its flags
 * @param peb address of {@code _PEB}, 0 when it has none
 * @param exited whether it has ended
 */
record ProcessObject(
        long address,
        long id,
        long parent,
        String name,
        long directoryTable,
        long peb,
        boolean exited) {
    /** The kernel's own process. */
    static final long SYSTEM_ID = 4;

    private static final long MAX_ID = 1L << 28;
    private static final long LAST_USER_X86 = 0xbfff_ffffL;
    private static final long LAST_USER_X64 = 0x00ff_ffff_ffff_ffffL;

    /** Reads one. */
    static ProcessObject read(AddressSpace space, KernelTypes types, long address) {
        Values values = new Values(space);
        int pointer = types.pointerSize();
        return new ProcessObject(
                address,
                values.integer(address + types.offset("UniqueProcessId"), pointer),
                values.integer(address + types.offset("InheritedFromUniqueProcessId"), pointer),
                values.ascii(address + types.offset("ImageFileName"), KernelTypes.NAME_BYTES),
                values.integer(address + types.directoryTable(), pointer),
                values.integer(address + types.offset("Peb"), pointer),
                values.integer(address + types.offset("ExitTime"), Long.BYTES) != 0);
    }

    /** Whether it looks like a process of a kernel that still has its page tables. */
    boolean isWhole(AddressSpace space, Architecture architecture) {
        return directoryTable != 0 && isPlausible(space, architecture);
    }

    /** Whether it looks like a process of a kernel. */
    boolean isPlausible(AddressSpace space, Architecture architecture) {
        Values values = new Values(space);
        long last = architecture == Architecture.X86 ? LAST_USER_X86 : LAST_USER_X64;
        return values.isPresent(address, KernelTypes.WAIT_LIST_OFFSET)
                && (values.integer(address, 1) & KernelTypes.TYPE) == KernelTypes.PROCESS_OBJECT
                && id < MAX_ID
                && id % 4 == 0
                && Long.compareUnsigned(peb, last) <= 0
                && !name.isEmpty()
                && name.chars().allMatch(c -> c >= ' ' && c != '\uFFFD');
    }

    /** Whether it is the kernel's own process. */
    boolean isSystem() {
        return id == SYSTEM_ID && name.equals("System");
    }
}
