package org.cairn.pool.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.pool.windows.internal.kernel.Parked.Fault;
import org.cairn.testkit.SyntheticSegmentPool.Block;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * Breaks the lists of parked blocks of segment pools in each way that can be told: exactly that is
 * told, at the link, with the heap that it lies in, although the sums of tags do not agree then.
 */
class SegmentParkedTest {
    /** Unmapped; of x86 the lower half. */
    private static final long NOWHERE = 0x4141_4141_4141_4140L;

    static List<String> tables() {
        return List.of(
                "win10-1809-17763.5933-x64",
                "win10-2004-19041-x64",
                "win10-22h2-19045-x86",
                "win11-22h2-22621-x64");
    }

    private static void assertTold(
            SegmentPoolMachine made, int heap, boolean paged, int sound, long at, Fault fault) {
        List<Recorder> decoded = made.decode();
        for (int i = 0; i < decoded.size(); i++) {
            Recorder found = decoded.get(i);
            assertThat(found.faults).isEmpty();
            if (i == heap) {
                assertThat(found.rules()).containsExactly("pool.parked-list");
                Anomaly anomaly = found.anomalies.getFirst();
                assertThat(anomaly.address()).isEqualTo(at);
                assertThat(anomaly.summary()).endsWith(fault.text());
                assertThat(anomaly.severity()).isEqualTo(Severity.ERROR);
                assertThat(anomaly.confidence()).isEqualTo(Confidence.STRONG);
            } else {
                assertThat(found.rules()).isEmpty();
            }
        }
        List<Block> parked = made.pool.parked(paged);
        for (int i = 0; i < parked.size(); i++) {
            Recorder.Block found =
                    decoded.get(heap(made, parked.get(i)))
                            .at(parked.get(i).inHeap().address())
                            .orElseThrow();
            assertThat(found.state()).isEqualTo(i < sound ? BlockState.FREE : BlockState.BUSY);
        }
    }

    private static int heap(SegmentPoolMachine made, Block block) {
        return made.pool.heaps().indexOf(block.heap());
    }

    private static List<Block> parked(SegmentPoolMachine made, boolean paged) {
        List<Block> parked = made.pool.parked(paged);
        assertThat(parked).hasSizeGreaterThan(3);
        return parked;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void circle(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        link(made, false, 0, parked(made, false).get(0).user(), Fault.CIRCLE);
        made = new SegmentPoolMachine(table);
        link(made, true, 2, parked(made, true).get(1).user(), Fault.CIRCLE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void leadsNowhere(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        link(made, false, 1, NOWHERE, Fault.NOWHERE);
        made = new SegmentPoolMachine(table);
        link(made, true, 0, parked(made, true).get(1).user() + 4, Fault.NOWHERE);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void endsTooEarly(String table) {
        link(new SegmentPoolMachine(table), false, 2, 0, Fault.SHORT);
        link(new SegmentPoolMachine(table), true, 0, 0, Fault.SHORT);
    }

    private static void link(
            SegmentPoolMachine made, boolean paged, int index, long target, Fault fault) {
        Block block = parked(made, paged).get(index);
        made.pool.lookasides().link(block.user(), target);
        assertTold(made, heap(made, block), paged, index + 1, block.user(), fault);
    }

    /** The heads are in no heap: the first one tells them. */
    @ParameterizedTest
    @MethodSource("tables")
    void headIsWrong(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        long head = made.pool.lookasides().head(false);
        made.pool.lookasides().head(head, parked(made, false).size(), NOWHERE);
        assertTold(made, 0, false, 0, head, Fault.NOWHERE);
        made = new SegmentPoolMachine(table);
        head = made.pool.lookasides().head(true);
        made.pool.lookasides().head(head, parked(made, true).size(), 0);
        assertTold(made, 0, true, 0, head, Fault.SHORT);
    }

    /** The head counts one block more than the list has. */
    @ParameterizedTest
    @MethodSource("tables")
    void headCountsMore(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        List<Block> parked = parked(made, true);
        long head = made.pool.lookasides().head(true);
        made.pool.lookasides().head(head, parked.size() + 1, parked.getFirst().user());
        Block last = parked.getLast();
        assertTold(made, heap(made, last), true, parked.size(), last.user(), Fault.SHORT);
    }

    /** Two lists lead into the same circle. */
    @ParameterizedTest
    @MethodSource("tables")
    void circleOfTwoLists(String table) {
        SegmentPoolMachine made = new SegmentPoolMachine(table);
        List<Block> parked = parked(made, false);
        long other =
                made.pool.lookasides().head(false) + made.types.structure("_RTL_LOOKASIDE").size();
        made.pool.lookasides().head(other, parked.size(), parked.getFirst().user());
        Block block = parked.get(2);
        made.pool.lookasides().link(block.user(), parked.getFirst().user());
        assertTold(made, heap(made, block), false, 3, block.user(), Fault.CIRCLE);
    }
}
