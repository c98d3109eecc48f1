package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.LfhWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * L5: {@code UnusedBytes} of a busy LFH block that no block of its size can have. It is told at the
 * byte, and the caller's data stays inside of the block.
 */
final class LfhUnusedTest {
    /** A container of blocks of more than seven units. */
    private static final int VICTIM = 9;

    private static final int BYTE_IN_HEADER = 7;

    private static LfhWriter container(LfhWork work) {
        return work.containers().get(VICTIM);
    }

    private static long header(LfhWork work, long block) {
        return block + (work.isWide() ? Long.BYTES : 0);
    }

    private static long busy(LfhWriter container) {
        int index = container.count() / 2;
        while (!container.isBusy(index)) {
            index++;
        }
        return container.block(index);
    }

    private static void assertTold(LfhWork work, long block, long at, String value) {
        Recorder found = DamagedLfhTest.decode(work);
        Anomaly anomaly = DamagedLfhTest.only(found, "nt.lfh-state", at);
        assertThat(anomaly.actual()).isEqualTo("UnusedBytes " + value);
        DamagedLfhTest.assertOthersFound(found, work, block);
        Recorder.Block kept = found.at(block);
        ExpectedBlock expected =
                work.heap().blocks().stream()
                        .filter(one -> one.address() == block)
                        .findFirst()
                        .orElseThrow();
        assertThat(kept.size()).isEqualTo(expected.size());
        assertThat(kept.state()).isEqualTo(BlockState.BUSY);
        assertThat(kept.userAddress()).isEqualTo(expected.userAddress());
        assertThat(kept.has(BlockSink.INFERRED)).isTrue();
    }

    /** 63 units of allocation data in a block of a few units. */
    @ParameterizedTest
    @CsvSource({
        "winvista-sp2-x64", "win7-sp1-x86", "win7-sp1-x64",
        "win81-x64", "win10-22h2-19045-x86", "win10-22h2-19045-x64"
    })
    void allocationDataBeyondTheBlock(String table) {
        LfhWork work = new LfhWork(table);
        long block = busy(container(work));
        long at = header(work, block) + BYTE_IN_HEADER;
        DamagedLfhTest.corrupt(work, at, 1, 0xff);
        assertTold(work, block, at, "0xff");
    }

    /** More unused bytes than the shortest blocks have. */
    @ParameterizedTest
    @CsvSource({"win81-x64, 0xb8", "win10-22h2-19045-x86, 0x91", "win10-22h2-19045-x64, 0xbf"})
    void moreThanTheBlock(String table, String value) {
        LfhWork work = new LfhWork(table);
        LfhWriter container = work.containers().getFirst();
        long block = busy(container);
        long at = header(work, block) + BYTE_IN_HEADER;
        DamagedLfhTest.corrupt(work, at, 1, Integer.decode(value));
        assertTold(work, block, at, value);
    }
}
