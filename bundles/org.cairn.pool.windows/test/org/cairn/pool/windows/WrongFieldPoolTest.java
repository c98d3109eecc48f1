package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One field of one header, link or table is wrong, in pools with tag tables: that is told once, at
 * the right place, and no block is lost.
 */
class WrongFieldPoolTest {
    private static final int PAGE = 0x1000;

    static List<String> tables() {
        return List.of(
                "winxp-sp3-x86",
                "win2003-sp2-x64",
                "win7-sp1-x86",
                "win7-sp1-x64",
                "win10-1607-14393-x86",
                "win10-1607-14393-x64",
                "win10-1809-17763-x64");
    }

    private final PagePoolTablesTest.Tables[] machine = new PagePoolTablesTest.Tables[1];

    private PoolMachine machine(String table) {
        machine[0] = new PagePoolTablesTest.Tables(table);
        return machine[0].made;
    }

    private static Block find(PoolMachine made, Predicate<Block> wanted) {
        return made.pool.blocks().stream()
                .filter(block -> !block.paged() && block.headerBytes() > 0)
                .filter(block -> block.address() - made.nonPaged > 2 * PAGE)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isInner(Block block) {
        long offset = block.address() & PAGE - 1;
        return offset > PAGE / 4 && offset + block.size() < PAGE * 3 / 4;
    }

    private static boolean isBusy(Block block) {
        return block.state() == State.BUSY;
    }

    /** Decodes; all blocks but some are there with their size. */
    private Anomaly only(String rule, long lost) {
        List<Recorder> decoded = machine[0].decode(Optional.empty());
        Recorder found = decoded.getFirst();
        assertThat(found.rules()).containsExactly(rule);
        assertThat(found.faults).isEmpty();
        assertThat(found.isComplete()).isTrue();
        assertThat(decoded.get(1).rules()).isEmpty();
        List<Block> missing =
                machine[0].made.pool.blocks().stream()
                        .filter(block -> !block.paged())
                        .filter(
                                block ->
                                        found.at(block.address())
                                                .filter(at -> at.size() == block.size())
                                                .isEmpty())
                        .toList();
        assertThat(missing).hasSize((int) lost);
        return found.anomalies.getFirst();
    }

    private static void size(PoolMachine made, Block block, long change) {
        int unit = made.header().size();
        made.machine.kernelField(
                block.address(), made.header(), "BlockSize", block.size() / unit + change);
    }

    /** The header behind the block proves how large it is. */
    @ParameterizedTest
    @MethodSource("tables")
    void sizeInAPage(String table) {
        for (long change : new long[] {1, -1, 2, -2}) {
            PoolMachine made = machine(table);
            Block block =
                    find(made, other -> isInner(other) && isBusy(other) && other.size() > 0x40);
            size(made, block, change);
            assertThat(only("pool.chain", 0).address()).isEqualTo(block.address());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void noOrLargestSizeInAPage(String table) {
        for (long units : new long[] {0, 255}) {
            PoolMachine made = machine(table);
            Block block = find(made, other -> isInner(other) && isBusy(other));
            made.machine.kernelField(block.address(), made.header(), "BlockSize", units);
            Anomaly anomaly = only("pool.chain", 0);
            assertThat(anomaly.address()).isEqualTo(block.address());
            assertThat(anomaly.expected())
                    .isEqualTo("0x" + Long.toHexString(block.size() / made.header().size()));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfTheFirst(String table) {
        for (long units : new long[] {0, 1, 250}) {
            PoolMachine made = machine(table);
            Block block = find(made, other -> other.address() % PAGE == 0);
            made.machine.kernelField(block.address(), made.header(), "BlockSize", units);
            assertThat(only("pool.chain", 0).address()).isEqualTo(block.address());
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void previousSizeOfTheFirst(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> other.address() % PAGE == 0);
        made.machine.kernelField(block.address(), made.header(), "PreviousSize", 5);
        assertThat(only("pool.previous-size", 0).address()).isEqualTo(block.address());
    }

    /** The list knows the block, too: what its header says wrongly is told once. */
    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfAFreeBlock(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        size(made, block, 1);
        assertThat(only("pool.chain", 0).address()).isEqualTo(block.address());
    }
}
