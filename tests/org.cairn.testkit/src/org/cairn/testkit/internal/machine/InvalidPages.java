package org.cairn.testkit.internal.machine;

import org.cairn.memory.PagingMode;
import org.cairn.testkit.SyntheticMachine.Invalid;
import org.cairn.testkit.internal.PagedMemory;

/** Makes pages of processes invalid, in the ways of a Windows kernel. */
public final class InvalidPages {
    /** What x86 without PAE counts prototypes from. */
    static final long PAGED_POOL_START = 0x8123_4000L;

    private static final long KERNEL_HALF = 0x8000_0000L;

    /** The first build whose prototypes of 4 bytes may lie anywhere in the kernel's half. */
    private static final int VISTA = 6000;

    private static final long FRAME = 0x0000_ffff_ffff_f000L;
    private static final long READ_WRITE = 4 << 5;
    private static final long PROTOTYPE_BIT = 1 << 10;
    private static final long TRANSITION_BIT = 1 << 11;
    private static final long DECOMMIT = 0x200;

    private final PagedMemory memory;
    private final PagingMode mode;
    private final int build;
    private long prototypes;

    /**
     * Prepares for a machine.
     *
     * @param memory of it
     * @param mode of its page tables
     * @param build of its system
     * @param prototypes a page for prototype entries
     */
    public InvalidPages(PagedMemory memory, PagingMode mode, int build, long prototypes) {
        this.memory = memory;
        this.mode = mode;
        this.build = build;
        this.prototypes = prototypes;
        memory.mapKernel(prototypes);
    }

    /**
     * Makes a page invalid.
     *
     * @param root the tables of its process
     * @param address of the page
     * @param invalid in which way
     */
    public void invalidate(long root, long address, Invalid invalid) {
        long frame = memory.entryOf(root, address) & FRAME;
        boolean narrow = mode.entrySize() == Integer.BYTES;
        long inPageFile = READ_WRITE | 0x1234L << (narrow ? 12 : 32);
        long entry =
                switch (invalid) {
                    case TRANSITION -> frame | READ_WRITE | TRANSITION_BIT;
                    case PROTOTYPE -> prototype(frame | 0x63);
                    case PROTOTYPE_IN_TRANSITION -> prototype(frame | READ_WRITE | TRANSITION_BIT);
                    case PROTOTYPE_OF_FILE ->
                            prototype((narrow ? 0x5678_0000L : 0x1234L << 48) | PROTOTYPE_BIT);
                    case PROTOTYPE_IN_PAGE_FILE -> prototype(inPageFile);
                    case PROTOTYPE_OF_ZEROS -> prototype(READ_WRITE);
                    case PROTOTYPE_NOT_COMMITTED -> prototype(0);
                    case PROTOTYPE_BY_DESCRIPTOR ->
                            -1L << (narrow ? 12 : 32) | READ_WRITE | PROTOTYPE_BIT;
                    case PAGE_FILE -> inPageFile;
                    case DEMAND_ZERO -> READ_WRITE;
                    case DECOMMITTED -> DECOMMIT;
                };
        memory.entryOf(root, address, entry);
    }

    /** Writes a prototype entry, and makes one that refers to it. */
    private long prototype(long entry) {
        long address = prototypes;
        prototypes += mode.entrySize();
        memory.put(address, mode.entrySize(), entry);
        return PROTOTYPE_BIT
                | switch (mode) {
                    case X64, X64_LA57 -> address << 16;
                    case PAE -> address << 32;
                    case X86, X86_PSE ->
                            build < VISTA
                                    ? narrow(address - PAGED_POOL_START, 7)
                                    : narrow(address - KERNEL_HALF, 8);
                };
    }

    /** The two parts of a distance in an entry of 4 bytes. */
    private static long narrow(long distance, int lowBits) {
        long index = distance / Integer.BYTES;
        return (index & (1 << lowBits) - 1) << 1 | index >>> lowBits << 11;
    }
}
