package org.cairn.memory;

/**
 * A page as page tables map it.
 *
 * @param address first virtual address
 * @param size 4 KB, 2 MB, 4 MB or 1 GB, in bytes
 * @param physical first physical address; the page may lie outside of the memory that is there
 * @param entry the entry that maps it
 * @param user whether user mode may access it, over all levels
 * @param writable whether it may be written to, over all levels
 * @param executable whether no level forbids execution (bit 63, where IA32_EFER.NXE is set)
 */
public record Page(
        long address,
        long size,
        long physical,
        long entry,
        boolean user,
        boolean writable,
        boolean executable) {}
