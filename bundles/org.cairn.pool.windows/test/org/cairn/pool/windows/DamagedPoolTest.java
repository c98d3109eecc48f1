package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Field;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.function.Predicate;

/** Breaks each rule once: exactly that is reported, and the rest of the pool is found. */
class DamagedPoolTest {
    private static final int PAGE = 0x1000;
    private static final int UNIT_2000 = 0x20;

    /** Where the testkit has it, from the beginning of the kernel. */
    private static final int NONPAGED_DESCRIPTOR = 0x2_0000;

    /** One of each family that has descriptors. */
    static List<String> tables() {
        return List.of(
                "winxp-sp3-x86",
                "win2003-sp2-x86",
                "win2003-sp2-x64",
                "winvista-sp2-x64",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win81-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64");
    }

    /** The family of which only the header is known. */
    static List<String> headerOnly() {
        return List.of(PoolMachine.WINDOWS_2000);
    }

    private static Block find(PoolMachine made, Predicate<Block> wanted) {
        return made.pool.blocks().stream()
                .filter(block -> !block.paged() && block.headerBytes() > 0)
                .filter(block -> block.address() - made.nonPaged > 2 * PAGE)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /** In the middle of a page, with others behind it. */
    private static boolean isInner(Block block) {
        long offset = block.address() & PAGE - 1;
        return offset > PAGE / 4 && offset + block.size() < PAGE * 3 / 4;
    }

    private static Anomaly only(PoolMachine made, String rule, long lost) {
        List<Recorder> decoded = made.decode();
        Recorder found = decoded.getFirst();
        assertThat(found.rules()).containsExactly(rule);
        assertThat(found.faults).isEmpty();
        assertThat(found.isComplete()).isTrue();
        assertThat(decoded.get(1).rules()).isEmpty();
        long expected = made.pool.blocks().stream().filter(block -> !block.paged()).count();
        long blocks =
                made.pool.blocks().stream()
                        .filter(block -> !block.paged())
                        .filter(block -> found.at(block.address()).isPresent())
                        .count();
        assertThat(blocks).isEqualTo(expected - lost);
        return found.anomalies.getFirst();
    }

    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void header(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, DamagedPoolTest::isInner);
        made.machine.kernelValue(block.address(), 8, 0x4141_4141_4141_4141L);
        Anomaly anomaly = only(made, "pool.chain", 1);
        assertThat(anomaly.address()).isEqualTo(block.address());
        Block before =
                made.pool.blocks().stream()
                        .filter(other -> other.address() + other.size() == block.address())
                        .findFirst()
                        .orElseThrow();
        assertThat(anomaly.summary()).contains(Long.toHexString(before.address()));
    }

    /** An overrun of 24 bytes into a free block: its links are not told once more. */
    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void headerAndLinks(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        for (int i = 0; i < 24; i++) {
            made.machine.kernelValue(block.address() + i, 1, 0x41);
        }
        assertThat(only(made, "pool.chain", 1).address()).isEqualTo(block.address());
    }

    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void firstHeader(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> other.address() % PAGE == 0);
        made.machine.kernelValue(block.address(), 8, 0x4141_4141_4141_4141L);
        assertThat(only(made, "pool.chain", 1).address()).isEqualTo(block.address());
    }

    /** Two blocks cover a page, and the size of the second one is too large. */
    @ParameterizedTest
    @MethodSource("headerOnly")
    void sizeOfTheSecondOfTwo(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block last =
                find(
                        made,
                        other ->
                                (other.address() + other.size()) % PAGE == 0
                                        && other.address() % PAGE > PAGE / 2
                                        && other.state() == State.BUSY);
        long page = last.address() & -PAGE;
        long units = (last.address() - page) / UNIT_2000;
        made.machine.kernelField(page, made.header(), "BlockSize", units);
        made.machine.kernelField(last.address(), made.header(), "PreviousSize", units);
        made.machine.kernelField(
                last.address(), made.header(), "BlockSize", last.size() / UNIT_2000 + 1);
        long inside =
                made.pool.blocks().stream()
                        .filter(block -> (block.address() & -PAGE) == page)
                        .filter(block -> block.address() > page && block.address() < last.address())
                        .count();
        assertThat(only(made, "pool.chain", inside).address()).isEqualTo(last.address());
    }

    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void previousSize(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, DamagedPoolTest::isInner);
        made.machine.kernelField(block.address(), made.header(), "PreviousSize", 1);
        assertThat(only(made, "pool.previous-size", 0).address()).isEqualTo(block.address());
    }

    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void tag(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.BUSY);
        made.machine.kernelValue(block.address() + 5, 1, 7);
        assertThat(only(made, "pool.tag", 0).address()).isEqualTo(block.address() + 4);
    }

    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void protectedTagIsNone(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.BUSY);
        made.machine.kernelValue(block.address() + 7, 1, 0x80 | block.tag().charAt(3));
        Recorder found = made.decode().getFirst();
        assertThat(found.rules()).isEmpty();
        assertThat(found.at(block.address()).orElseThrow().tag()).isEqualTo(block.tag());
    }

    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void type(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.BUSY);
        made.machine.kernelField(
                block.address(), made.header(), "PoolType", made.types.id().build() < 6000 ? 2 : 3);
        assertThat(only(made, "pool.type", 0).address()).isEqualTo(block.address());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void linkBack(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        int pointer = made.types.id().architecture().pointerSize();
        long node = block.address() + block.headerBytes();
        made.machine.kernelValue(node + pointer, pointer, made.nonPaged + 0x10);
        assertThat(only(made, "pool.free-list", 0).address()).isEqualTo(node + pointer);
    }

    /** The block that the link leads to is not to blame. */
    @ParameterizedTest
    @MethodSource("tables")
    void linkIntoBlockInUse(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        Block busy = find(made, other -> isInner(other) && other.state() == State.BUSY);
        int pointer = made.types.id().architecture().pointerSize();
        long node = block.address() + block.headerBytes();
        made.machine.kernelValue(node, pointer, busy.address() + busy.headerBytes());
        assertThat(only(made, "pool.free-list", 0).address()).isEqualTo(node);
    }

    /** So is a block that stands in another place of the lists. */
    @ParameterizedTest
    @MethodSource("tables")
    void linkIntoAnotherList(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        Block free =
                find(
                        made,
                        other -> other.state() == State.FREE && other.size() > block.size() + 0x40);
        int pointer = made.types.id().architecture().pointerSize();
        long node = block.address() + block.headerBytes();
        made.machine.kernelValue(node, pointer, free.address() + free.headerBytes());
        assertThat(only(made, "pool.free-list", 0).address()).isEqualTo(node);
    }

    /** What overwrote all heads is told once. */
    @ParameterizedTest
    @MethodSource("tables")
    void headsOfAllLists(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Field lists = made.types.structure("_POOL_DESCRIPTOR").field("ListHeads");
        long heads = made.machine.kernelBase() + NONPAGED_DESCRIPTOR + lists.offset();
        made.machine.kernelBytes(heads, new byte[lists.size()]);
        assertThat(only(made, "pool.free-list", 0).address()).isEqualTo(heads);
    }

    /** A free block whose header says that it is in use, while the list still has it. */
    @ParameterizedTest
    @MethodSource("tables")
    void freeListWithBusyBlock(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        made.machine.kernelField(
                block.address(), made.header(), "PoolType", made.types.id().build() < 6000 ? 1 : 2);
        assertThat(only(made, "pool.free-list-size", 0).address()).isEqualTo(block.address());
    }

    /** Its tag is not told once more. */
    @ParameterizedTest
    @MethodSource("tables")
    void freeListWithBusyBlockWithoutTag(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        made.machine.kernelValue(block.address() + 4, 4, 0);
        made.machine.kernelField(
                block.address(), made.header(), "PoolType", made.types.id().build() < 6000 ? 1 : 2);
        assertThat(only(made, "pool.free-list-size", 0).address()).isEqualTo(block.address());
    }

    /** The table has a block where a page of small blocks is. */
    @ParameterizedTest
    @MethodSource("tables")
    void bigBlockWithHeader(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block big =
                made.pool.blocks().stream()
                        .filter(block -> block.headerBytes() == 0 && !block.paged())
                        .findFirst()
                        .orElseThrow();
        long page = made.nonPaged + 4 * PAGE;
        for (int i = 0; i < PAGE; i += Long.BYTES) {
            made.machine.kernelBytes(big.address() + i, made.machine.kernelBytes(page + i, 8));
        }
        assertThat(only(made, "pool.big-header", 0).address()).isEqualTo(big.address());
    }

    /** Two free blocks side by side, the second of which is in no list. */
    @ParameterizedTest
    @MethodSource({"tables", "headerOnly"})
    void adjacentFreeBlocks(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        List<Block> blocks = made.pool.blocks();
        Block block =
                find(
                        made,
                        other ->
                                isInner(other)
                                        && other.state() == State.BUSY
                                        && blocks.get(blocks.indexOf(other) - 1).state()
                                                == State.FREE
                                        && blocks.get(blocks.indexOf(other) + 1).state()
                                                != State.FREE);
        made.machine.kernelField(block.address(), made.header(), "PoolType", 0);
        assertThat(only(made, "pool.adjacent-free", 0).address()).isEqualTo(block.address());
    }

    /** Two free blocks side by side, the first of which is in no list. */
    @ParameterizedTest
    @MethodSource("tables")
    void adjacentFreeBlockBeforeAListedOne(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        List<Block> blocks = made.pool.blocks();
        Block block =
                find(
                        made,
                        other ->
                                isInner(other)
                                        && other.state() == State.BUSY
                                        && blocks.get(blocks.indexOf(other) - 1).state()
                                                != State.FREE
                                        && blocks.get(blocks.indexOf(other) + 1).state()
                                                == State.FREE);
        made.machine.kernelField(block.address(), made.header(), "PoolType", 0);
        assertThat(only(made, "pool.adjacent-free", 0).address()).isEqualTo(block.address());
    }

    /** A free block, whose tag is none, says that it is in use in the other pool. */
    @ParameterizedTest
    @MethodSource("tables")
    void typeOfAFreeBlock(String table) {
        PoolMachine made = new PoolMachine(table).fill();
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        made.machine.kernelValue(block.address() + 5, 1, 7);
        made.machine.kernelField(
                block.address(), made.header(), "PoolType", made.types.id().build() < 6000 ? 2 : 3);
        assertThat(only(made, "pool.type", 0).address()).isEqualTo(block.address());
    }
}
