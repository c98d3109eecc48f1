package org.cairn.dump.windows.internal.hibernation;

import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;

/**
 * The forms of a page of {@code _PO_MEMORY_RANGE_ARRAY} in the files of Windows XP to 7: a link to
 * the next such page and the number of ranges, then the ranges. Pages have the numbers {@code
 * StartPage} to before {@code EndPage}.
 */
enum RangeTable {
    /** Windows 7, 64 bit. */
    WINDOWS_7_X64(
            Architecture.X64,
            Structure.named("_PO_MEMORY_RANGE_ARRAY_LINK")
                    .u64("NextTable")
                    .u32("EntryCount")
                    .at(0x10)
                    .build(),
            ranges().u64("StartPage").u64("EndPage").build()),
    /** Windows 7, 32 bit. */
    WINDOWS_7_X86(
            Architecture.X86,
            Structure.named("_PO_MEMORY_RANGE_ARRAY_LINK")
                    .u32("NextTable")
                    .u32("EntryCount")
                    .build(),
            ranges().u32("StartPage").u32("EndPage").build()),
    /** Windows Vista SP 2 and Server 2008, 64 bit. */
    VISTA_SP2_X64(
            Architecture.X64,
            Structure.named("_PO_MEMORY_RANGE_ARRAY_LINK")
                    .at(8)
                    .u64("NextTable")
                    .u32("EntryCount")
                    .at(0x18)
                    .build(),
            ranges().u64("StartPage").u64("EndPage").build()),
    /** Windows Vista SP 2 and Server 2008, 32 bit. */
    VISTA_SP2_X86(
            Architecture.X86,
            Structure.named("_PO_MEMORY_RANGE_ARRAY_LINK")
                    .at(4)
                    .u32("NextTable")
                    .u32("EntryCount")
                    .build(),
            ranges().u32("StartPage").u32("EndPage").build()),
    /** Windows XP and Server 2003 to Vista SP 1, 64 bit. */
    XP_X64(
            Architecture.X64,
            Structure.named("_PO_MEMORY_RANGE_ARRAY_LINK")
                    .at(8)
                    .u64("NextTable")
                    .at(0x14)
                    .u32("EntryCount")
                    .at(0x20)
                    .build(),
            ranges().at(8).u64("StartPage").u64("EndPage").at(0x20).build()),
    /** Windows XP to Vista SP 1, 32 bit. */
    XP_X86(
            Architecture.X86,
            Structure.named("_PO_MEMORY_RANGE_ARRAY_LINK")
                    .at(4)
                    .u32("NextTable")
                    .at(0xc)
                    .u32("EntryCount")
                    .build(),
            ranges().at(4).u32("StartPage").u32("EndPage").at(0x10).build());

    private final Architecture architecture;
    private final Structure link;
    private final Structure range;

    RangeTable(Architecture architecture, Structure link, Structure range) {
        this.architecture = architecture;
        this.link = link;
        this.range = range;
    }

    private static Structure.Builder ranges() {
        return Structure.named("_PO_MEMORY_RANGE_ARRAY_RANGE");
    }

    Architecture architecture() {
        return architecture;
    }

    Structure link() {
        return link;
    }

    Structure range() {
        return range;
    }
}
