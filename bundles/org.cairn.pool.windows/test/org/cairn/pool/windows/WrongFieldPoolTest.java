package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.memory.Structure;
import org.cairn.testkit.SyntheticPool.Block;
import org.cairn.testkit.SyntheticPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One field of one header, link or table is wrong, in pools with tag tables: that is told once, at
 * the right place, and no block is lost.
 */
class WrongFieldPoolTest extends WrongFields {
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
                    .isEqualTo(
                            "0x%x (%d bytes)"
                                    .formatted(block.size() / made.header().size(), block.size()));
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

    private static boolean isLast(Block block) {
        return (block.address() + block.size()) % PAGE == 0 && block.address() % PAGE != 0;
    }

    /** No header is behind the last block, but it leads out of the page, or nowhere. */
    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfTheLastThatIsTooLarge(String table) {
        for (long more : new long[] {1, 2, 100}) {
            PoolMachine made = machine(table);
            Block block =
                    find(made, other -> isLast(other) && isBusy(other) && other.size() < 0x400);
            size(made, block, more);
            Anomaly anomaly = only("pool.chain", 0);
            assertThat(anomaly.address()).isEqualTo(block.address());
            assertThat(anomaly.expected())
                    .isEqualTo(
                            "0x%x (%d bytes)"
                                    .formatted(block.size() / made.header().size(), block.size()));
        }
        PoolMachine made = machine(table);
        Block block = find(made, other -> isLast(other) && isBusy(other));
        made.machine.kernelField(block.address(), made.header(), "BlockSize", 0);
        assertThat(only("pool.chain", 0).address()).isEqualTo(block.address());
    }

    /** A list knows the block, too; its last pointer is that of the process. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, FREE",
        "win7-sp1-x64, FREE",
        "win10-1607-14393-x86, FREE",
        "winxp-sp3-x86, CHARGED",
        "win10-1607-14393-x86, CHARGED"
    })
    void sizeOfTheLastThatIsFreeOrCharged(String table, State state) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isLast(other) && other.state() == state);
        size(made, block, 1);
        assertThat(only("pool.chain", 0).address()).isEqualTo(block.address());
    }

    /** Where it ends nobody can say whether its size is wrong or a header is lost. */
    @ParameterizedTest
    @MethodSource("tables")
    void sizeOfTheLastThatIsTooSmall(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isLast(other) && isBusy(other) && other.size() > 0x40);
        size(made, block, -1);
        Anomaly anomaly = only("pool.chain", 1);
        assertThat(anomaly.address())
                .isEqualTo(block.address() + block.size() - made.header().size());
        assertThat(anomaly.summary())
                .contains(Long.toHexString(block.address()))
                .endsWith("whose size is wrong if it is the last of the page");
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

    /** A busy block that says it is free: only the lists tell. */
    @ParameterizedTest
    @MethodSource("tables")
    void freeButInNoList(String table) {
        PoolMachine made = machine(table);
        List<Block> blocks = made.pool.blocks();
        Block block =
                find(
                        made,
                        other ->
                                isInner(other)
                                        && isBusy(other)
                                        && other.size() > 0x40
                                        && blocks.get(blocks.indexOf(other) - 1).state()
                                                != State.FREE
                                        && blocks.get(blocks.indexOf(other) + 1).state()
                                                != State.FREE);
        made.machine.kernelField(block.address(), made.header(), "PoolType", 0);
        assertThat(only("pool.unlisted-free", 0).address()).isEqualTo(block.address());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void indexOfAnotherPool(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isInner(other) && isBusy(other));
        made.machine.kernelField(block.address(), made.header(), "PoolIndex", 3);
        assertThat(only("pool.index", 0).address()).isEqualTo(block.address());
    }

    /** The lost block is missing in the sums of its tag, too. */
    @ParameterizedTest
    @MethodSource("tables")
    void sumsAreNotToldOfDamage(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isInner(other) && isBusy(other));
        made.machine.kernelValue(block.address(), 8, 0x4141_4141_4141_4141L);
        assertThat(only("pool.chain", 1).address()).isEqualTo(block.address());
        assertThat(explained)
                .singleElement()
                .asString()
                .startsWith("the tag table has other sums of 1 tag, ")
                .contains("'" + block.tag() + "'");
        made = machine(table);
        block = find(made, other -> isInner(other) && isBusy(other));
        made.machine.kernelValue(block.address() + 5, 1, 7);
        assertThat(only("pool.tag", 0).address()).isEqualTo(block.address() + 4);
        assertThat(explained)
                .singleElement()
                .asString()
                .startsWith("the tag table has other sums of 1 tag, ");
    }

    /** A sum that is wrong by less than what damage hides is not told, but counted. */
    @ParameterizedTest
    @MethodSource("tables")
    void aSmallWrongSumNextToDamageIsInTheNote(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isInner(other) && other.state() == State.FREE);
        for (int i = 0; i < 24; i++) {
            made.machine.kernelValue(block.address() + i, 1, 0x41);
        }
        Structure entry = machine[0].entry;
        long at = machine[0].lastEntry;
        byte[] bytes = made.machine.kernelBytes(at, entry.size());
        MemorySegment sums = MemorySegment.ofArray(bytes);
        made.machine.kernelField(at, entry, "NonPagedFrees", 2);
        made.machine.kernelField(
                at, entry, "NonPagedBytes", entry.field("NonPagedBytes").get(sums, 0) + 0x10);
        assertThat(only("pool.chain", 1).address()).isEqualTo(block.address());
        assertThat(explained)
                .singleElement()
                .asString()
                .startsWith("the tag table has other sums of 1 tag, ")
                .contains("'" + new String(bytes, 0, 4, StandardCharsets.US_ASCII) + "'");
    }

    /** Another wrong sum is told all the same. */
    @ParameterizedTest
    @MethodSource("tables")
    void otherSumsAreToldNextToDamage(String table) {
        PoolMachine made = machine(table);
        Block block = find(made, other -> isInner(other) && isBusy(other));
        made.machine.kernelValue(block.address() + 5, 1, 7);
        made.machine.kernelField(
                machine[0].lastEntry, machine[0].entry, "NonPagedBytes", 0x10_0000);
        assertThat(machine[0].decode(Optional.empty()).getFirst().rules())
                .containsExactly("pool.tag", "pool.tag-total");
    }

    /**
     * Lists lead to the small blocks that the table hides. The pages of the block that was moved
     * are, up to 2003, pages of another use.
     */
    @ParameterizedTest
    @MethodSource("tables")
    void bigBlockOverSmallOnes(String table) {
        PoolMachine made = machine(table);
        Block big =
                made.pool.blocks().stream()
                        .filter(block -> block.headerBytes() == 0 && !block.paged())
                        .findFirst()
                        .orElseThrow();
        Structure entry = made.types.structure("_POOL_TRACKER_BIG_PAGES");
        int slot = (made.pool.blocks().indexOf(big) + 1) * 7 % 64;
        long moved = made.nonPaged + 5 * PAGE;
        made.machine.kernelField(
                made.machine.kernelBase() + 0x6_0000 + (long) slot * entry.size(),
                entry,
                "Va",
                moved);
        long lost = made.types.id().build() < 6000 ? 0 : 1;
        assertThat(only("pool.big-header", lost).address()).isEqualTo(moved);
    }
}
