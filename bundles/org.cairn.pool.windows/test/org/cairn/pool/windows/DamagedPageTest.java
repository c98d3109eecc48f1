package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Structure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One header is damaged in a page of few blocks, the first of which is large, in a range that the
 * kernel names as a pool: that is told once, and the other blocks are found.
 */
class DamagedPageTest {
    private static final int PAGE = 0x1000;
    private static final int NONPAGED_DESCRIPTOR = 0x2_0000;
    private static final int FREE = 6;
    private static final int BUSY = 8;
    private static final int LAST = 10;

    static List<String> tables() {
        return List.of("winxp-sp3-x86", "win2003-sp2-x86", "win2003-sp2-x64");
    }

    /** A block of a page, not in use when its tag is empty. */
    private record Cell(int units, String tag) {}

    /** A machine whose nonpaged pool ends with a page of blocks that a test chooses. */
    private static final class Made {
        final PoolMachine pools;
        final Structure header;
        final int unit;
        final int pointer;
        final long page;
        final List<Long> blocks = new ArrayList<>();

        Made(String table, boolean isLinked, Cell... cells) {
            pools = new PoolMachine(table);
            header = pools.header();
            unit = header.size();
            pointer = pools.types.id().architecture().pointerSize();
            page = pools.nonPaged + PoolMachine.PAGES * PAGE;
            pools.pool.fill(false, pools.nonPaged, PoolMachine.PAGES);
            pools.pool.fill(true, pools.paged, PoolMachine.PAGES);
            pools.pool.ranges(
                    pools.nonPaged,
                    (PoolMachine.PAGES + 1) * PAGE,
                    pools.paged,
                    PoolMachine.PAGES * PAGE);
            pools.pool.finish();
            int before = 0;
            long at = page;
            for (Cell cell : cells) {
                blocks.add(at);
                bytes(at, cell.units() * unit, 0xa5);
                header(at, before, cell.units(), cell.tag());
                if (cell.tag().isEmpty() && isLinked) {
                    link(at, cell.units());
                }
                before = cell.units();
                at += (long) cell.units() * unit;
            }
            assertThat(at).isEqualTo(page + PAGE);
        }

        /** Units that are left of a page besides some. */
        static int rest(String table, int units) {
            return PAGE / new PoolMachine(table).header().size() - units;
        }

        void header(long at, int before, int units, String tag) {
            bytes(at, unit, 0);
            field(at, "PreviousSize", before);
            field(at, "BlockSize", units);
            field(at, "PoolType", tag.isEmpty() ? 0 : 1);
            pools.machine.kernelBytes(at + 4, tag.getBytes(StandardCharsets.US_ASCII));
        }

        void field(long at, String name, int value) {
            pools.machine.kernelField(at, header, name, value);
        }

        void bytes(long at, int count, int value) {
            for (int i = 0; i < count; i++) {
                pools.machine.kernelValue(at + i, 1, value);
            }
        }

        /** Puts a free block before the first one of its list. */
        private void link(long block, int units) {
            int heads = pools.types.structure("_POOL_DESCRIPTOR").offset("ListHeads");
            long head =
                    pools.machine.kernelBase() + NONPAGED_DESCRIPTOR + heads + 2L * units * pointer;
            long node = block + unit;
            byte[] bytes = pools.machine.kernelBytes(head, pointer);
            long next = 0;
            for (int i = pointer - 1; i >= 0; i--) {
                next = next << Byte.SIZE | bytes[i] & 0xff;
            }
            pools.machine.kernelValue(node, pointer, next);
            pools.machine.kernelValue(node + pointer, pointer, head);
            pools.machine.kernelValue(next + pointer, pointer, node);
            pools.machine.kernelValue(head, pointer, node);
        }

        /** Exactly one rule is broken; of the page's blocks all but some are there. */
        Anomaly only(String rule, Long... lost) {
            Recorder found = pools.decode().getFirst();
            assertThat(found.rules()).containsExactly(rule);
            assertThat(found.faults).isEmpty();
            assertThat(found.isComplete()).isTrue();
            List<Long> expected = new ArrayList<>(blocks);
            expected.removeAll(List.of(lost));
            assertThat(found.blocks())
                    .filteredOn(block -> block.address() >= page)
                    .extracting(Recorder.Block::address)
                    .containsExactlyElementsOf(expected);
            return found.anomalies.getFirst();
        }

        void isOfAnotherUse() {
            Recorder found = pools.decode().getFirst();
            assertThat(found.rules()).isEmpty();
            assertThat(found.at(page).orElseThrow().kind()).isEqualTo("pages of another use");
        }
    }

    /** A large block in use, a free one, two in use. */
    private static Made made(String table, boolean isLinked) {
        return new Made(
                table,
                isLinked,
                new Cell(Made.rest(table, FREE + BUSY + LAST), "TagA"),
                new Cell(FREE, ""),
                new Cell(BUSY, "TagB"),
                new Cell(LAST, "TagC"));
    }

    /** A large free block, two in use. */
    private static Made freeFirst(String table) {
        return new Made(
                table,
                true,
                new Cell(Made.rest(table, BUSY + LAST), ""),
                new Cell(BUSY, "TagB"),
                new Cell(LAST, "TagC"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void firstHeader(String table) {
        for (int value : new int[] {0, 0xff, 0x41}) {
            for (int bytes : new int[] {8, 64}) {
                Made made = made(table, true);
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
                Made made = made(table, true);
                long block = made.blocks.get(i);
                made.field(block, "PreviousSize", wrong);
                assertThat(made.only("pool.previous-size").address()).isEqualTo(block);
            }
            Made made = freeFirst(table);
            long block = made.blocks.get(1);
            made.field(block, "PreviousSize", wrong);
            assertThat(made.only("pool.previous-size").address()).isEqualTo(block);
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfTheFirst(String table) {
        for (int less : new int[] {1, 2, 100}) {
            for (Made made : List.of(made(table, true), freeFirst(table))) {
                int units = (int) (made.blocks.get(1) - made.page) / made.unit;
                made.field(made.page, "BlockSize", units - less);
                assertThat(made.only("pool.chain").address()).isEqualTo(made.page);
            }
        }
        Made made = made(table, true);
        made.field(made.page, "BlockSize", 0);
        assertThat(made.only("pool.chain").address()).isEqualTo(made.page);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void innerHeader(String table) {
        for (int value : new int[] {0, 0xff}) {
            for (int i = 1; i < 3; i++) {
                Made made = made(table, true);
                long block = made.blocks.get(i);
                made.bytes(block, 8, value);
                assertThat(made.only("pool.chain", block).address()).isEqualTo(block);
            }
        }
    }

    /** What a header was before its block became part of a free one. */
    private static Made remain(String table) {
        Made made =
                new Made(
                        table,
                        true,
                        new Cell(Made.rest(table, FREE + BUSY), "TagA"),
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
            Made made = remain(table);
            long last = made.blocks.get(2);
            made.field(last, "PreviousSize", wrong);
            assertThat(made.only("pool.previous-size").address()).isEqualTo(last);
        }
        Made made = remain(table);
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
        Made made = freeFirst(table);
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
            Made made =
                    new Made(
                            table,
                            true,
                            new Cell(Made.rest(table, FREE), "TagA"),
                            new Cell(FREE, ""));
            long last = made.blocks.get(1);
            made.field(last, "BlockSize", FREE + change);
            Anomaly anomaly = made.only("pool.chain");
            assertThat(anomaly.address()).isEqualTo(last);
            assertThat(anomaly.expected()).isEqualTo("0x" + Integer.toHexString(FREE));
        }
    }

    /** What is left in a page that begins with a link to another free one, or to none. */
    @ParameterizedTest
    @MethodSource("tables")
    void freedPageStaysOfAnotherUse(String table) {
        for (boolean isLast : new boolean[] {false, true}) {
            Made made = made(table, false);
            long link = isLast ? 0 : made.page - 2 * PAGE;
            made.pools.machine.kernelValue(made.page, made.pointer, link);
            made.isOfAnotherUse();
        }
    }

    /** Nothing but the last header of a page is left. */
    @ParameterizedTest
    @MethodSource("tables")
    void oneHeaderProvesNothing(String table) {
        Made made = made(table, false);
        made.bytes(made.page, (int) (made.blocks.get(3) - made.page), 0);
        made.isOfAnotherUse();
    }
}
