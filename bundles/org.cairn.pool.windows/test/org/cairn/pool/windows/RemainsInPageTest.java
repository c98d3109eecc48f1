package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.pool.windows.MadePage.Cell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * One header is damaged in a page of few blocks, and headers of blocks that once were there are
 * left inside of others: the damaged one is told, and no remain is taken for a block.
 */
class RemainsInPageTest {
    private static final int FREE = 6;
    private static final int BUSY = 8;
    private static final int LAST = 40;

    static List<String> tables() {
        return List.of("winxp-sp3-x86", "win2003-sp2-x86", "win2003-sp2-x64");
    }

    private static Anomaly chain(MadePage made, int damaged) {
        long block = made.blocks.get(damaged);
        Anomaly anomaly = made.only("pool.chain", block);
        assertThat(anomaly.address()).isEqualTo(block);
        return anomaly;
    }

    /** A large block with a remain that its page once ended with; a free one; others. */
    private static MadePage remainInTheFirst(String table, String tag, Cell... behind) {
        int units = FREE;
        for (Cell cell : behind) {
            units += cell.units();
        }
        int first = MadePage.rest(table, units);
        Cell[] cells = new Cell[behind.length + 2];
        cells[0] = new Cell(first, "TagA");
        cells[1] = new Cell(FREE, "");
        System.arraycopy(behind, 0, cells, 2, behind.length);
        MadePage made = new MadePage(table, true, cells);
        int before = first / 2;
        made.header(
                made.page + (long) before * made.unit, before, MadePage.rest(table, before), tag);
        return made;
    }

    /** A list leads to the block whose header is damaged, and so the size before it is right. */
    @ParameterizedTest
    @MethodSource("tables")
    void headerOfAListedBlock(String table) {
        for (String tag : List.of("", "TagX")) {
            for (int value : new int[] {0, 0x41, 0xff}) {
                MadePage made = remainInTheFirst(table, tag, new Cell(BUSY, "TagB"));
                made.bytes(made.blocks.get(1), 8, value);
                chain(made, 1);
                made = remainInTheFirst(table, tag);
                made.bytes(made.blocks.get(1), 8, value);
                chain(made, 1);
            }
        }
    }

    /** Its neighbours in the list lead to it, whatever its own links say. */
    @ParameterizedTest
    @MethodSource("tables")
    void overrunOfHeaderAndLinks(String table) {
        for (String tag : List.of("", "TagX")) {
            for (int links = 0; links <= 2; links++) {
                MadePage made = remainInTheFirst(table, tag, new Cell(BUSY, "TagB"));
                int count = 4 + made.unit + links * made.pointer;
                made.text(made.blocks.get(1) - 4, count);
                chain(made, 1);
                made = remainInTheFirst(table, tag);
                made.text(made.blocks.get(1) - 4, count);
                chain(made, 1);
            }
        }
    }

    /** A free block at the end, to which a list leads, proves that the page is one of blocks. */
    @ParameterizedTest
    @MethodSource("tables")
    void firstHeaderBeforeAListedBlock(String table) {
        for (int value : new int[] {0, 0x41, 0xff}) {
            MadePage made = remainInTheFirst(table, "TagX");
            made.bytes(made.page, 8, value);
            chain(made, 0);
        }
    }

    /** Nothing behind a large first block but one too small for a list, and the last one. */
    @ParameterizedTest
    @MethodSource("tables")
    void behindALargeFirstBlock(String table) {
        for (String tag : List.of("", "TagX")) {
            for (int damaged = 1; damaged < 3; damaged++) {
                MadePage made = smallFree(table, tag);
                made.bytes(made.blocks.get(damaged), 8, 0xff);
                chain(made, damaged);
            }
            MadePage made = smallFree(table, tag);
            long small = made.blocks.get(1);
            made.bytes(small, made.unit + 4, 0);
            assertThat(made.only("pool.chain", small, made.blocks.get(2)).address())
                    .isEqualTo(small);
        }
    }

    /** Of an overrun over a block of one unit, too, in front of the last block. */
    @ParameterizedTest
    @MethodSource("tables")
    void twoHeadersBeforeTheLast(String table) {
        MadePage made =
                new MadePage(
                        table,
                        true,
                        new Cell(MadePage.rest(table, 1 + BUSY + LAST), "TagA"),
                        new Cell(1, ""),
                        new Cell(BUSY, "TagB"),
                        new Cell(LAST, "TagC"));
        long small = made.blocks.get(1);
        made.bytes(small, 2 * made.unit, 0xff);
        assertThat(made.only("pool.chain", small, made.blocks.get(2)).address()).isEqualTo(small);
    }

    private static MadePage smallFree(String table, String tag) {
        return new MadePage(
                table,
                true,
                new Cell(MadePage.rest(table, 1 + LAST), "TagA"),
                new Cell(1, tag),
                new Cell(LAST, "TagB"));
    }

    /** The end of a page is a block in use, inside of which the end of another one is left. */
    private static MadePage remainInTheLast(String table) {
        MadePage made =
                new MadePage(
                        table,
                        true,
                        new Cell(MadePage.rest(table, FREE + BUSY + LAST), "TagA"),
                        new Cell(FREE, ""),
                        new Cell(BUSY, "TagB"),
                        new Cell(LAST, "TagC"));
        int inside = LAST * 3 / 4;
        made.header(made.blocks.get(3) + (long) inside * made.unit, BUSY, LAST - inside, "TagX");
        return made;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void headerOfTheLastBlock(String table) {
        for (int value : new int[] {0, 0x41, 0xff}) {
            MadePage made = remainInTheLast(table);
            made.bytes(made.blocks.get(3), 8, value);
            chain(made, 3);
            made = remainInTheLast(table);
            made.bytes(made.blocks.get(3) - 8, 12, value);
            chain(made, 3);
        }
    }

    /** What is behind its wrong end is no block. */
    @ParameterizedTest
    @MethodSource("tables")
    void halfTheSizeOfTheLastBlock(String table) {
        MadePage made = remainInTheLast(table);
        long last = made.blocks.get(3);
        made.field(last, "BlockSize", LAST / 2);
        Anomaly anomaly = made.only("pool.chain");
        assertThat(anomaly.address()).isEqualTo(last + (long) LAST / 2 * made.unit);
        assertThat(anomaly.summary()).contains(Long.toHexString(last));
    }

    /** Text whose size happens to lead to the end of the page is no header all the same. */
    @ParameterizedTest
    @MethodSource("tables")
    void textThatLeadsToTheEnd(String table) {
        boolean wide = table.endsWith("x64");
        int units = MadePage.rest(table, wide ? 0x41 : 0x141);
        MadePage made =
                new MadePage(
                        table,
                        true,
                        new Cell(units, "TagA"),
                        new Cell(1, ""),
                        new Cell(BUSY, "TagB"),
                        new Cell(LAST, "TagC"),
                        new Cell(MadePage.rest(table, units + 1 + BUSY + LAST), "TagD"));
        made.bytes(made.blocks.get(1), 4, 0x41);
        chain(made, 1);
    }
}
