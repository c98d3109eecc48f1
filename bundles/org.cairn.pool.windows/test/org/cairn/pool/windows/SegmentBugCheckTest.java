package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpException;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.Confidence;
import org.cairn.testkit.SyntheticSegmentPool.Block;
import org.cairn.testkit.SyntheticSegmentPool.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** P6: parameters of bug checks that lead into blocks of segment pools. */
class SegmentBugCheckTest {
    private static final List<Long> CODES = List.of(0x19L, 0xc2L, 0xc5L, 0x13aL);

    /** The first parameter: no address. */
    private static final long REASON = 7;

    private static Block find(SegmentPoolMachine made, boolean paged, Predicate<Block> wanted) {
        return made.pool.blocks().stream()
                .filter(block -> block.heap().paged() == paged)
                .filter(wanted)
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private static Predicate<Block> plain(String kind) {
        return block -> block.state() == State.PLAIN && block.inHeap().kind().equals(kind);
    }

    /** A VS block by its first byte, an LFH block by its user data, a big block by its middle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "win10-1809-17763.5933-x64",
                "win10-1903-18362-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64"
            })
    void tiesEachParameterToItsBlock(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        Block vs = find(made, false, plain("VS"));
        Block lfh = find(made, true, plain("LFH"));
        Block big = find(made, false, block -> block.state() == State.BIG);
        List<Block> blocks = List.of(vs, lfh, big);
        List<Long> addresses =
                List.of(vs.inHeap().address(), lfh.user(), (big.user() + big.end()) / 2);
        for (long code : CODES) {
            List<Long> parameters =
                    List.of(
                            REASON,
                            stored(made, addresses.get(0)),
                            stored(made, addresses.get(1)),
                            stored(made, addresses.get(2)));
            DumpException stop = new DumpException(0, code, 0, parameters);
            List<Recorder> decoded =
                    PoolMachine.decode(new SegmentPoolDecoder(), made.context(Optional.of(stop)));
            assertThat(decoded.stream().mapToInt(found -> found.anomalies.size()).sum())
                    .isEqualTo(blocks.size());
            for (int i = 0; i < blocks.size(); i++) {
                Block block = blocks.get(i);
                long address = addresses.get(i);
                assertThat(decoded.get(made.pool.heaps().indexOf(block.heap())).anomalies)
                        .filteredOn(anomaly -> anomaly.address() == address)
                        .singleElement()
                        .satisfies(anomaly -> assertTold(anomaly, code, block));
                assertThat(address)
                        .isBetween(
                                block.inHeap().address(),
                                block.inHeap().address() + block.inHeap().size() - 1);
            }
            assertThat(decoded)
                    .flatExtracting(found -> found.anomalies)
                    .extracting(Anomaly::summary)
                    .allMatch(text -> text.contains("parameter"))
                    .doesNotHaveDuplicates();
        }
    }

    /** 32-bit kernels write addresses with the sign extended. */
    private static long stored(SegmentPoolMachine made, long address) {
        return made.wide ? address : (int) address;
    }

    private static void assertTold(Anomaly anomaly, long code, Block block) {
        assertThat(anomaly.rule()).isEqualTo("pool.bug-check");
        assertThat(anomaly.severity()).isEqualTo(Severity.ERROR);
        assertThat(anomaly.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(anomaly.summary())
                .startsWith("bug check 0x" + Long.toHexString(code) + " (")
                .endsWith(
                        "in busy block 0x"
                                + Long.toHexString(block.inHeap().address())
                                + ", tag "
                                + block.tag());
    }

    /** Freed twice: a block that waits on a lookaside list. */
    @ParameterizedTest
    @ValueSource(strings = {"win10-2004-19041-x64", "win10-22h2-19045-x86"})
    void tiesToABlockThatWasFreed(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        Block block = made.pool.parked(true).get(1);
        DumpException stop =
                new DumpException(0, 0xc2, 0, List.of(REASON, 0L, 0L, stored(made, block.user())));
        List<Recorder> decoded =
                PoolMachine.decode(new SegmentPoolDecoder(), made.context(Optional.of(stop)));
        assertThat(decoded)
                .flatExtracting(found -> found.anomalies)
                .singleElement()
                .satisfies(
                        anomaly -> {
                            assertThat(anomaly.rule()).isEqualTo("pool.bug-check");
                            assertThat(anomaly.address()).isEqualTo(block.user());
                            assertThat(anomaly.summary())
                                    .contains("it was freed twice")
                                    .contains(
                                            "parameter 4: in free block 0x"
                                                    + Long.toHexString(block.inHeap().address()));
                        });
    }
}
