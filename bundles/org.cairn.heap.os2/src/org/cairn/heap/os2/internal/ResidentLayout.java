package org.cairn.heap.os2.internal;

import org.cairn.memory.Structure;

/**
 * The structures of a resident heap. They are the same in all 32-bit kernels, but for the semaphore
 * at the end of the heap header, which nobody reads. Source: OS/2 Debugging Handbook, "Kernel
 * Resident Heap Structures" and "Resident Heap Blocks".
 */
final class ResidentLayout {
    /** The heap's header, at its first address. */
    static final Structure HEAP =
            Structure.named("VMKRH")
                    .u32("krh_cBlocks")
                    .u32("krh_cFreeBlocks")
                    .u32("krh_pbFirst")
                    .u32("krh_pbLast")
                    .u32("krh_pbEndRes")
                    .u32("krh_pbEndCom")
                    .u32("krh_lpgBase")
                    .u32("krh_cMods")
                    .u32("krh_fl")
                    .bytes("krh_krhfDummy", "VMKRHF", 0xc)
                    .u32("krh_pkrhsLast")
                    .bytes("krh_akrhy", "VMKRHY[8]", 0x30)
                    .bytes("krh_akrhs", "VMKRHS[5]", 0x50)
                    .u16("krh_hob")
                    .build();

    /** A section of the free list, one for each class of sizes. */
    static final Structure SECTION =
            Structure.named("VMKRHS")
                    .u32("krhs_cbMax")
                    .bytes("krhs_krhfHead", "VMKRHF", 0xc)
                    .build();

    /** The header of a block whose lowest bit is clear. */
    static final Structure REGULAR =
            Structure.named("VMKRHB")
                    .u32("header")
                    .bits("krhb_attr", 0, 1)
                    .bits("krhb_yield", 1, 1)
                    .bits("krhb_usSize", 2, 13)
                    .bits("krhb_pfree", 15, 1)
                    .bits("krhb_hobowner", 16, 16)
                    .build();

    /**
     * The header of a block whose lowest bit is set. The handbook names only some of its bits; it
     * describes bit 31 as "block is free", bit 30 as "prev block is free" and those below as
     * reserved.
     */
    static final Structure EXTENDED =
            Structure.named("VMKRHB")
                    .u32("header")
                    .bits("krhb_attr", 0, 1)
                    .bits("krhb_yield", 1, 1)
                    .bits("krhb_ulSize", 2, 22)
                    .bits("reserved", 24, 6)
                    .bits("prev block is free", 30, 1)
                    .bits("block is free", 31, 1)
                    .build();

    /**
     * The last bytes of a busy extended block. The handbook contradicts itself on the order of the
     * last two fields; both are out of use and hold anything.
     */
    static final Structure TRAILER =
            Structure.named("VMKRHBA")
                    .u16("khba_sel")
                    .u16("khba_hobOwner")
                    .u16("khba_hobMTE")
                    .u16("khba_pad")
                    .build();

    /** The beginning of a free block. */
    static final Structure FREE =
            Structure.named("VMKRHF")
                    .u32("krhf_struct0")
                    .u32("krhf_pbNext")
                    .u32("krhf_pbPrev")
                    .build();

    /**
     * The boundary tag, the last bytes of a free block: its own address with bit 1 set. By it the
     * next block, whose header says that the one before is free, finds that one's header. The
     * handbook calls it "a copy of the previous block pointer"; the value is that of its printed
     * examples: {@code fe06fd72} before the header at {@code fe06fffc}, for the free block at
     * {@code fe06fd70}.
     */
    static final Structure TAG =
            Structure.named("boundary tag")
                    .u32("tag")
                    .bits("mark", 0, 2)
                    .bits("block", 2, 30)
                    .build();

    /** The mark in a boundary tag. */
    static final int TAG_MARK = 2;

    /** Sizes and addresses are kept in units of this many bytes. */
    static final int UNIT = 4;

    /** Bytes of a block's header. */
    static final int HEADER_SIZE = REGULAR.size();

    /** The size of the block at the end of a heap: only a header. */
    static final int END_SIZE = HEADER_SIZE;

    /** The smallest busy block that was seen. */
    static final int SMALLEST_BUSY = 0xc;

    /** Header, links and boundary tag. */
    static final int SMALLEST_FREE = FREE.size() + TAG.size();

    /** Header and trailer. */
    static final int SMALLEST_EXTENDED = HEADER_SIZE + TRAILER.size();

    /** The largest size that a header can hold. */
    static final int LARGEST = (1 << EXTENDED.field("krhb_ulSize").bitCount()) * UNIT;

    private ResidentLayout() {}
}
