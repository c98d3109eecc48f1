package org.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables written by hand. Bits of an entry: 1 present, 2 writable, 4 user, 0x80 large page, bit 63
 * no execution.
 */
class TranslatedMemoryTest {
    private static final int RAM = 0x20_0000;
    private static final long NO_EXECUTE = 1L << 63;

    private final MemorySegment ram = MemorySegment.ofArray(new byte[RAM]);
    private final SparseMemory physical =
            SparseMemory.builder(Absence.NOT_CAPTURED).bytes(0, ram).build();

    @Test
    void translatesFourLevels() {
        entry64(0x1000, 0, 0x2007);
        entry64(0x2000, 1, 0x3007);
        entry64(0x3000, 2, 0x4007);
        entry64(0x4000, 3, 0x10_5003L | NO_EXECUTE);
        entry64(0x4000, 4, 0x10_6001);
        entry64(0x4000, 5, 0x9007);
        ram.set(ValueLayout.JAVA_BYTE, 0x10_6004, (byte) 0x5a);
        TranslatedMemory space = PageTables.of(PagingMode.X64, 0x1018).over(physical);
        long page = (1L << 30) + (2L << 21) + (3 << 12);

        Run run = space.runAt(page + 0x1004);
        assertThat(run.start()).isEqualTo(page);
        assertThat(run.last()).isEqualTo(page + 0x1fff);
        assertThat(((Run.Mapped) run).bytes().get(ValueLayout.JAVA_BYTE, 0x1004))
                .isEqualTo((byte) 0x5a);
        assertThat(space.page(page + 0xfff))
                .hasValue(
                        new Page(
                                page,
                                0x1000,
                                0x10_5000,
                                0x10_5003L | NO_EXECUTE,
                                false,
                                true,
                                false));
        assertThat(space.page(page + 0x1000))
                .hasValue(
                        new Page(page + 0x1000, 0x1000, 0x10_6000, 0x10_6001, false, false, true));
        assertThat(space.page(page + 0x3000)).isEmpty();
        assertThat(space.mapped(0, -1L))
                .extracting(Run::start)
                .containsExactly(page, page + 0x2000);
    }

    @Test
    void absentStretchesEndWhereTheirLevelEnds() {
        entry64(0x1000, 0, 0x2007);
        entry64(0x1000, 511, 0x2007);
        entry64(0x2000, 0, 0x3007);
        entry64(0x3000, 0, 0x4007);
        entry64(0x4000, 1, 0x5007);
        TranslatedMemory space = PageTables.of(PagingMode.X64, 0x1000).over(physical);

        assertThat(space.runAt(0)).isEqualTo(new Run.Absent(0, 0xfff, Absence.UNMAPPED));
        assertThat(space.runAt(0x2000))
                .isEqualTo(new Run.Absent(0x2000, 0x1f_ffff, Absence.UNMAPPED));
        assertThat(space.runAt(0x4000_0000))
                .isEqualTo(new Run.Absent(0x4000_0000, 0x7f_ffff_ffffL, Absence.UNMAPPED));
        assertThat(space.runAt(0x1234_5678_9abcL))
                .isEqualTo(
                        new Run.Absent(0x80_0000_0000L, 0xffff_ff7f_ffff_ffffL, Absence.UNMAPPED));
        assertThat(space.runAt(0xffff_ff80_0000_1000L)).isInstanceOf(Run.Mapped.class);
        assertThat(space.runAt(-1L))
                .isEqualTo(new Run.Absent(0xffff_ff80_4000_0000L, -1L, Absence.UNMAPPED));
        assertThat(space.page(1L << 47)).isEmpty();
    }

    @Test
    void translatesLargePagesThatAreOnlyPartlyThere() {
        entry64(0x1000, 0, 0x2007);
        entry64(0x2000, 0, 0x3007);
        entry64(0x2000, 1, 0x87);
        entry64(0x3000, 1, 0x87);
        TranslatedMemory space = PageTables.of(PagingMode.X64, 0x1000).over(physical);

        assertThat(space.page(0x23_4567))
                .hasValue(new Page(0x20_0000, 0x20_0000, 0, 0x87, true, true, true));
        assertThat(space.page(0x4012_3456))
                .hasValue(new Page(0x4000_0000, 0x4000_0000, 0, 0x87, true, true, true));
        Run there = space.runAt(0x4000_0000);
        assertThat(there.last()).isEqualTo(0x4000_0000L + RAM - 1);
        assertThat(space.runAt(0x4000_0000L + RAM))
                .isEqualTo(new Run.Absent(0x4000_0000L + RAM, 0x7fff_ffff, Absence.NOT_CAPTURED));
    }

    @Test
    void translatesTwoLevelsWithPse36() {
        entry32(0x1000, 0x200, 0x2007);
        entry32(0x1000, 0x3ff, 0x0040_0000 | 0x2000 | 0x87);
        entry32(0x2000, 0x3ff, 0x7003);
        TranslatedMemory space = PageTables.of(PagingMode.X86_PSE, 0x1018).over(physical);

        assertThat(space.page(0x803f_f123L))
                .hasValue(new Page(0x803f_f000L, 0x1000, 0x7000, 0x7003, false, true, true));
        assertThat(space.page(0xffff_ffffL))
                .hasValue(
                        new Page(
                                0xffc0_0000L,
                                0x40_0000,
                                0x1_0040_0000L,
                                0x0040_2087,
                                true,
                                true,
                                true));
        assertThat(space.runAt(0xffff_ffffL))
                .isEqualTo(new Run.Absent(0xffc0_0000L, 0xffff_ffffL, Absence.NOT_CAPTURED));
        assertThat(space.runAt(1L << 32))
                .isEqualTo(new Run.Absent(1L << 32, -1L, Absence.UNMAPPED));
        TranslatedMemory small = PageTables.of(PagingMode.X86, 0x1000).over(physical);
        assertThat(small.page(0xffff_ffffL)).isEmpty();
    }

    @Test
    void translatesPaeFromATableOfFourEntries() {
        entry64(0x1020, 3, 0x2001);
        entry64(0x2000, 1, 0x87);
        entry64(0x2000, 0, 0x3007);
        entry64(0x3000, 0, 0x4005);
        TranslatedMemory space = PageTables.of(PagingMode.PAE, 0x1020).over(physical);

        assertThat(space.page(0xc000_0000L))
                .hasValue(new Page(0xc000_0000L, 0x1000, 0x4000, 0x4005, true, false, true));
        assertThat(space.page(0xc020_0000L))
                .hasValue(new Page(0xc020_0000L, 0x20_0000, 0, 0x87, true, true, true));
        assertThat(space.runAt(0)).isEqualTo(new Run.Absent(0, 0xbfff_ffffL, Absence.UNMAPPED));
        assertThat(space.runAt(0xc040_0000L))
                .isEqualTo(new Run.Absent(0xc040_0000L, 0xffff_ffffL, Absence.UNMAPPED));
    }

    @Test
    void controlRegistersSelectTheMode() {
        long paging = 0x8000_0011L;
        assertThat(PageTables.of(0x11, 0x1000, 0, false)).isEmpty();
        assertThat(PageTables.of(paging, 0x1018, 0, false))
                .hasValue(new PageTables(PagingMode.X86, 0x1000));
        assertThat(PageTables.of(paging, 0x1000, 0x10, false))
                .hasValue(new PageTables(PagingMode.X86_PSE, 0x1000));
        assertThat(PageTables.of(paging, 0x1027, 0x20, false))
                .hasValue(new PageTables(PagingMode.PAE, 0x1020));
        assertThat(PageTables.of(paging, 0x8000_0000_0000_1fffL, 0x20, true))
                .hasValue(new PageTables(PagingMode.X64, 0x1000));
        assertThat(PageTables.of(paging, 0x1000, 0x1020, true))
                .hasValue(new PageTables(PagingMode.X64_LA57, 0x1000));
    }

    @Test
    void asksForSoftwareEntries() {
        entry64(0x1000, 0, 0x2007);
        entry64(0x2000, 0, 0x3007);
        entry64(0x3000, 0, 0x4007);
        entry64(0x3000, 1, 0xe0);
        entry64(0x4000, 0, 0x5007);
        entry64(0x4000, 1, 0x6860);
        entry64(0x4000, 2, 0x1_0000_0000L);
        SoftwareEntries transition =
                (_, level, entry) ->
                        level == 1 && (entry & 0x800) != 0
                                ? new SoftwareEntries.Resolution.Resident(entry & -1L << 12)
                                : new SoftwareEntries.Resolution.Missing(Absence.PAGED_OUT);
        PageTables tables = PageTables.of(PagingMode.X64, 0x1000);

        TranslatedMemory space = tables.over(physical, transition);
        assertThat(space.runAt(0x1fff).start()).isZero();
        assertThat(space.runAt(0x2000))
                .isEqualTo(new Run.Absent(0x2000, 0x2fff, Absence.PAGED_OUT));
        assertThat(space.runAt(0x20_0000))
                .isEqualTo(new Run.Absent(0x20_0000, 0x3f_ffff, Absence.PAGED_OUT));
        assertThat(tables.over(physical).runAt(0x1000))
                .isEqualTo(new Run.Absent(0x1000, 0x2fff, Absence.NOT_PRESENT));
        assertThat(space.page(0x1000)).isEmpty();
        List<String> seen = new ArrayList<>();
        space.pages(0, -1L, listing(seen), Progress.NONE);
        assertThat(seen)
                .containsExactly(
                        "0x0 page 0x5000",
                        "0x1000 level 1 0x6860",
                        "0x2000 level 1 0x100000000",
                        "0x200000 level 2 0xe0");
    }

    @Test
    void tablesOutsideOfMemoryAreAbsentForTheReasonOfTheirBytes() {
        entry64(0x1000, 0, 0x7f_f000_0007L);
        entry64(0x1000, 1, 0x80_2007);
        TranslatedMemory space = PageTables.of(PagingMode.X64, 0x1000).over(physical);

        assertThat(space.runAt(0x1234))
                .isEqualTo(new Run.Absent(0, 0x7f_ffff_ffffL, Absence.NOT_CAPTURED));
        entry64(0x1000, 2, 0x2087);
        TranslatedMemory reserved = PageTables.of(PagingMode.X64, 0x1000).over(physical);
        assertThat(reserved.runAt(0x100_0000_0000L))
                .isEqualTo(new Run.Absent(0x100_0000_0000L, 0x17f_ffff_ffffL, Absence.CORRUPT));
        TranslatedMemory nothing = PageTables.of(PagingMode.X64, 0x7fff_f000).over(physical);
        assertThat(nothing.runAt(0x1000))
                .isEqualTo(new Run.Absent(0, 0x7fff_ffff_ffffL, Absence.NOT_CAPTURED));
        assertThat(nothing.mapped(0, -1L)).isEmpty();
    }

    /** Every entry leads back to the table itself: 512^4 pages, were they all to be visited. */
    @Test
    void enumerationEndsWhenTablesLeadBackToThemselves() {
        for (int i = 0; i < 512; i++) {
            entry64(0x1000, i, 0x1007);
        }
        TranslatedMemory space = PageTables.of(PagingMode.X64, 0x1000).over(physical);

        long[] pages = new long[1];
        long leftOut = space.pages(0, -1L, _ -> pages[0]++, Progress.NONE);
        assertThat(pages[0]).isEqualTo(16 * 512);
        assertThat(leftOut).isEqualTo(3 * 512 - 3 * 16 + 15L * 512 * 2);
        int runs = 0;
        for (Run.Mapped run : space.mapped(0, -1L)) {
            assertThat(run.bytes().byteSize()).isEqualTo(0x1000);
            runs++;
        }
        assertThat(runs).isEqualTo(16 * 512);
        assertThat(space.runAt(0x7fff_ffff_f000L)).isInstanceOf(Run.Mapped.class);
    }

    private static PageVisitor listing(List<String> seen) {
        return new PageVisitor() {
            @Override
            public void page(Page page) {
                seen.add(Addresses.hex(page.address()) + " page " + Addresses.hex(page.physical()));
            }

            @Override
            public void software(long address, int level, long entry) {
                seen.add(Addresses.hex(address) + " level " + level + " " + Addresses.hex(entry));
            }
        };
    }

    private void entry64(long table, int index, long value) {
        ram.set(
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                table + 8L * index,
                value);
    }

    private void entry32(long table, int index, int value) {
        ram.set(
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                table + 4L * index,
                value);
    }
}
