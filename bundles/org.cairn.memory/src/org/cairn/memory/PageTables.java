package org.cairn.memory;

import java.util.Optional;

/**
 * Which page tables translate an address space.
 *
 * @param mode how they are built
 * @param root physical address of the top table
 */
public record PageTables(PagingMode mode, long root) {
    /**
     * The page tables that control registers select.
     *
     * @param mode how the tables are built
     * @param cr3 control register 3 with its flags
     * @return the tables
     */
    public static PageTables of(PagingMode mode, long cr3) {
        return new PageTables(mode, mode.root(cr3));
    }

    /**
     * The page tables that control registers select.
     *
     * @param cr0 control register 0
     * @param cr3 control register 3
     * @param cr4 control register 4
     * @param longMode whether IA32_EFER.LMA is set
     * @return the tables, empty when paging is off
     */
    public static Optional<PageTables> of(long cr0, long cr3, long cr4, boolean longMode) {
        return (cr0 & PagingMode.CR0_PG) == 0
                ? Optional.empty()
                : Optional.of(of(PagingMode.of(cr4, longMode), cr3));
    }

    /**
     * The address space that the tables make of physical memory. What the processor finds not
     * present is absent.
     *
     * @param physical the physical memory, with the tables in it
     * @return the virtual address space
     */
    public TranslatedMemory over(AddressSpace physical) {
        return over(physical, SoftwareEntries.NONE);
    }

    /**
     * The address space that the tables make of physical memory.
     *
     * @param physical the physical memory, with the tables in it
     * @param software interprets what the processor finds not present
     * @return the virtual address space
     */
    public TranslatedMemory over(AddressSpace physical, SoftwareEntries software) {
        return new TranslatedMemory(physical, this, software);
    }
}
