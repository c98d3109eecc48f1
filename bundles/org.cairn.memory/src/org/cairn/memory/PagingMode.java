package org.cairn.memory;

/**
 * How an x86 processor translates virtual addresses, as the Intel 64 and IA-32 Architectures
 * Software Developer's Manual, volume 3, chapter 4, describes it. Levels are counted from 1, the
 * page table, upwards to the table that CR3 points at.
 */
public enum PagingMode {
    /** Two levels of 4-byte entries, pages of 4 KB (CR4.PSE is clear). */
    X86("x86, 4 KB pages", 4, new int[] {12, 22}, 10, 0, 32, 32),
    /** Two levels of 4-byte entries, pages of 4 KB and 4 MB, the latter with PSE-36. */
    X86_PSE("x86, 4 KB and 4 MB pages", 4, new int[] {12, 22}, 10, 0b10, 32, 40),
    /** Physical address extension: three levels of 8-byte entries, pages of 4 KB and 2 MB. */
    PAE("x86 PAE", 8, new int[] {12, 21, 30}, 2, 0b010, 32, 52),
    /** Four levels, pages of 4 KB, 2 MB and 1 GB; 48-bit addresses. */
    X64("x64, 4 levels", 8, new int[] {12, 21, 30, 39}, 9, 0b0110, 48, 52),
    /** Five levels (CR4.LA57), pages of 4 KB, 2 MB and 1 GB; 57-bit addresses. */
    X64_LA57("x64, 5 levels", 8, new int[] {12, 21, 30, 39, 48}, 9, 0b00110, 57, 52);

    /** CR0.PG: paging is on. */
    public static final long CR0_PG = 1L << 31;

    /** CR4.PSE: 4 MB pages in two-level tables. */
    public static final long CR4_PSE = 1L << 4;

    /** CR4.PAE: entries of 8 bytes. */
    public static final long CR4_PAE = 1L << 5;

    /** CR4.LA57: five levels. */
    public static final long CR4_LA57 = 1L << 12;

    /** IA32_EFER.LMA: the processor is in long mode. */
    public static final long EFER_LMA = 1L << 10;

    private static final int TABLE_BITS = 12;

    /** The first of the bits of a 4 MB page entry that extend its address above 4 GB. */
    private static final int PSE36_FIRST = 13;

    private final String label;
    private final int entrySize;
    private final int[] shifts;
    private final int topBits;
    private final int largeLevels;
    private final int virtualBits;
    private final int physicalBits;

    PagingMode(
            String label,
            int entrySize,
            int[] shifts,
            int topBits,
            int largeLevels,
            int virtualBits,
            int physicalBits) {
        this.label = label;
        this.entrySize = entrySize;
        this.shifts = shifts;
        this.topBits = topBits;
        this.largeLevels = largeLevels;
        this.virtualBits = virtualBits;
        this.physicalBits = physicalBits;
    }

    /**
     * The mode that control registers select.
     *
     * @param cr4 control register 4
     * @param longMode whether IA32_EFER.LMA is set
     * @return the mode, given that CR0.PG is set
     */
    public static PagingMode of(long cr4, boolean longMode) {
        if (longMode) {
            return (cr4 & CR4_LA57) != 0 ? X64_LA57 : X64;
        }
        if ((cr4 & CR4_PAE) != 0) {
            return PAE;
        }
        return (cr4 & CR4_PSE) != 0 ? X86_PSE : X86;
    }

    /**
     * The mode for people.
     *
     * @return a short English term
     */
    public String label() {
        return label;
    }

    /**
     * The processor that has the mode.
     *
     * @return x86 or x64
     */
    public Architecture architecture() {
        return virtualBits > Integer.SIZE ? Architecture.X64 : Architecture.X86;
    }

    /**
     * The number of levels.
     *
     * @return 2 to 5
     */
    public int levels() {
        return shifts.length;
    }

    /**
     * The size of an entry.
     *
     * @return 4 or 8 bytes
     */
    public int entrySize() {
        return entrySize;
    }

    /**
     * The number of entries in a table.
     *
     * @param level 1 to {@link #levels()}
     * @return 4, 512 or 1024
     */
    public int entries(int level) {
        return level == levels() ? 1 << topBits : 1 << shifts[level] - shifts[level - 1];
    }

    /**
     * How far virtual addresses are shifted for the index into a table.
     *
     * @param level 1 to {@link #levels()}
     * @return the binary logarithm of the bytes that an entry covers
     */
    public int shift(int level) {
        return shifts[level - 1];
    }

    /**
     * The number of bits in a virtual address that are translated.
     *
     * @return 32, 48 or 57
     */
    int virtualBits() {
        return virtualBits;
    }

    /** Where the top table begins, from CR3: its lower bits and, of four entries, are flags. */
    long root(long cr3) {
        int low = this == PAE ? 5 : TABLE_BITS;
        return cr3 & below(virtualBits == Integer.SIZE ? Integer.SIZE : physicalBits) & -1L << low;
    }

    /** Where the next table begins, or a 4 KB page. */
    long frame(long entry) {
        return entry & below(physicalBits) & frameMask() & -1L << TABLE_BITS;
    }

    /** In two-level tables only large pages lie above 4 GB. */
    private long frameMask() {
        return entrySize == Integer.BYTES ? below(Integer.SIZE) : -1L;
    }

    /** Whether bit 7 makes the entry of a level a large page. */
    boolean allowsLarge(int level) {
        return (largeLevels >>> level - 1 & 1) != 0;
    }

    /** Whether bit 7 must be clear on a level: neither a large page nor ignored. */
    boolean reservesLarge(int level) {
        return level > 1 && !allowsLarge(level) && virtualBits > Integer.SIZE;
    }

    /** Where a large page begins. */
    long largeFrame(long entry, int level) {
        if (entrySize == Integer.BYTES) {
            long high = entry >>> PSE36_FIRST & below(physicalBits - Integer.SIZE);
            return entry & below(Integer.SIZE) & -1L << shift(level) | high << Integer.SIZE;
        }
        return entry & below(physicalBits) & -1L << shift(level);
    }

    /**
     * Whether the entries of a level have access rights: those of the four PAE entries have not.
     */
    boolean hasRights(int level) {
        return this != PAE || level != levels();
    }

    /** The address with its unused upper bits set as bit {@code virtualBits - 1} demands. */
    long canonical(long address) {
        if (virtualBits == Integer.SIZE) {
            return address & below(Integer.SIZE);
        }
        int unused = Long.SIZE - virtualBits;
        return address << unused >> unused;
    }

    private static long below(int bits) {
        return (1L << bits) - 1;
    }
}
