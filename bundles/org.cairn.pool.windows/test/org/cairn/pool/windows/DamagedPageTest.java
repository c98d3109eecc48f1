package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.pool.windows.MadePage.Cell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * One header is damaged in a page of few blocks, the first of which is large, in a range that the
 * kernel names as a pool: that is told once, and the other blocks are found.
 */
class DamagedPageTest {
    private static final int PAGE = 0x1000;
    private static final int FREE = 6;
    private static final int BUSY = 8;
    private static final int LAST = 10;

    static List<String> tables() {
        return List.of("winxp-sp3-x86", "win2003-sp2-x86", "win2003-sp2-x64");
    }

    /** A large block in use, a free one, two in use. */
    private static MadePage made(String table, boolean isLinked) {
        return new MadePage(
                table,
                isLinked,
                new Cell(MadePage.rest(table, FREE + BUSY + LAST), "TagA"),
                new Cell(FREE, ""),
                new Cell(BUSY, "TagB"),
                new Cell(LAST, "TagC"));
    }

    /** A large free block, two in use. */
    private static MadePage freeFirst(String table) {
        return new MadePage(
                table,
                true,
                new Cell(MadePage.rest(table, BUSY + LAST), ""),
                new Cell(BUSY, "TagB"),
                new Cell(LAST, "TagC"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void firstHeader(String table) {
        for (int value : new int[] {0, 0xff, 0x41}) {
            for (int bytes : new int[] {8, 64}) {
                MadePage made = made(table, true);
                made.bytes(made.page, bytes, value);
                assertThat(made.only("pool.chain", made.page).address()).isEqualTo(made.page);
            }
        }
    }

    /** Each field of any header but the first names another size of the block before. */
    @ParameterizedTest
    @MethodSource("tables")
    void previousSize(String table) {
        for (int wrong : new int[] {0, 1, 0xff}) {
            for (int i = 1; i < 4; i++) {
                MadePage made = made(table, true);
                long block = made.blocks.get(i);
                made.field(block, "PreviousSize", wrong);
                assertThat(made.only("pool.previous-size").address()).isEqualTo(block);
            }
            MadePage made = freeFirst(table);
            long block = made.blocks.get(1);
            made.field(block, "PreviousSize", wrong);
            assertThat(made.only("pool.previous-size").address()).isEqualTo(block);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfTheFirst(String table) {
        for (int less : new int[] {1, 2, 100}) {
            for (MadePage made : List.of(made(table, true), freeFirst(table))) {
                int units = (int) (made.blocks.get(1) - made.page) / made.unit;
                made.field(made.page, "BlockSize", units - less);
                assertThat(made.only("pool.chain").address()).isEqualTo(made.page);
            }
        }
        MadePage made = made(table, true);
        made.field(made.page, "BlockSize", 0);
        assertThat(made.only("pool.chain").address()).isEqualTo(made.page);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void innerHeader(String table) {
        for (int value : new int[] {0, 0xff}) {
            for (int i = 1; i < 3; i++) {
                MadePage made = made(table, true);
                long block = made.blocks.get(i);
                made.bytes(block, 8, value);
                assertThat(made.only("pool.chain", block).address()).isEqualTo(block);
            }
        }
    }

    /** What a header was before its block became part of a free one. */
    private static MadePage remain(String table) {
        MadePage made =
                new MadePage(
                        table,
                        true,
                        new Cell(MadePage.rest(table, FREE + BUSY), "TagA"),
                        new Cell(FREE, ""),
                        new Cell(BUSY, "TagB"));
        made.header(made.blocks.get(1) + 3L * made.unit, 3, FREE + BUSY - 3, "TagX");
        return made;
    }

    /** The list and the next header are believed, not the remain. */
    @ParameterizedTest
    @MethodSource("tables")
    void remainInAFreeBlock(String table) {
        for (int wrong : new int[] {0, 1, 0xff}) {
            MadePage made = remain(table);
            long last = made.blocks.get(2);
            made.field(last, "PreviousSize", wrong);
            assertThat(made.only("pool.previous-size").address()).isEqualTo(last);
        }
        MadePage made = remain(table);
        long last = made.blocks.get(2);
        made.bytes(last, 8, 0xff);
        assertThat(made.only("pool.chain", last).address()).isEqualTo(last);
        made = remain(table);
        long free = made.blocks.get(1);
        made.bytes(free, 8, 0xff);
        assertThat(made.only("pool.chain", free).address()).isEqualTo(free);
    }

    /** A remain follows a size that is wrong: the next header tells which block it belongs to. */
    @ParameterizedTest
    @MethodSource("tables")
    void remainBehindAWrongSize(String table) {
        MadePage made = freeFirst(table);
        int units = (int) (made.blocks.get(1) - made.page) / made.unit;
        made.field(made.page, "BlockSize", units - 1);
        made.header(made.blocks.get(1) - made.unit, units - 1, 1, "");
        assertThat(made.only("pool.chain").address()).isEqualTo(made.page);
    }

    /** Its list knows that the last block ends with the page. */
    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfALastFreeBlock(String table) {
        for (int change : new int[] {-1, 1, -FREE}) {
            MadePage made =
                    new MadePage(
                            table,
                            true,
                            new Cell(MadePage.rest(table, FREE), "TagA"),
                            new Cell(FREE, ""));
            long last = made.blocks.get(1);
            made.field(last, "BlockSize", FREE + change);
            Anomaly anomaly = made.only("pool.chain");
            assertThat(anomaly.address()).isEqualTo(last);
            assertThat(anomaly.expected())
                    .isEqualTo("0x%x (%d bytes)".formatted(FREE, FREE * made.unit));
        }
    }

    /** What is left in a page that begins with a link to another free one, or to none. */
    @ParameterizedTest
    @MethodSource("tables")
    void freedPageStaysOfAnotherUse(String table) {
        for (boolean isLast : new boolean[] {false, true}) {
            MadePage made = made(table, false);
            long link = isLast ? 0 : made.page - 2 * PAGE;
            made.pools.machine.kernelValue(made.page, made.pointer, link);
            made.isOfAnotherUse();
        }
    }

    /** The other one has no room for links, so that no list could lead to it. */
    @ParameterizedTest
    @MethodSource("tables")
    void adjacentFreeBlockWithoutRoom(String table) {
        MadePage made =
                new MadePage(
                        table,
                        true,
                        new Cell(MadePage.rest(table, 1 + LAST), "TagA"),
                        new Cell(1, ""),
                        new Cell(LAST, "TagB"));
        made.field(made.page, "PoolType", 0);
        assertThat(made.only("pool.adjacent-free").address()).isEqualTo(made.page);
    }

    /** Nothing but the last header of a page is left. */
    @ParameterizedTest
    @MethodSource("tables")
    void oneHeaderProvesNothing(String table) {
        MadePage made = made(table, false);
        made.bytes(made.page, (int) (made.blocks.get(3) - made.page), 0);
        made.isOfAnotherUse();
    }
}
