package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockState;
import org.cairn.testkit.SegmentHeapBlock;

import java.util.List;

/** Segment heaps to damage in one place, and what is expected of them then. */
final class SegmentDamage {
    static final String X86 = "win10-22h2-19045-x86";
    static final String X64 = "win10-22h2-19045-x64";
    static final String WIN11 = "win11-22h2-22621-x64";
    private static final int OPERATIONS = 15_000;
    private static final int FOUND_PERCENT = 99;

    private SegmentDamage() {}

    static SegmentWork work(String table) {
        SegmentWork work = new SegmentWork(table);
        work.another().allocate(0x100);
        return work.busy(OPERATIONS);
    }

    static SegmentHeapBlock block(SegmentWork work, String kind, BlockState state) {
        List<SegmentHeapBlock> blocks =
                blocks(work, kind).stream().filter(block -> block.state() == state).toList();
        return blocks.get(blocks.size() / 2);
    }

    static List<SegmentHeapBlock> blocks(SegmentWork work, String kind) {
        return work.heap().blocks().stream().filter(block -> block.kind().equals(kind)).toList();
    }

    static int offset(SegmentWork work, String type, String field) {
        return work.types().structure(type).offset(field);
    }

    /** The only anomaly is this one, and nearly all blocks are as they were. */
    static Recorder assertOnly(SegmentWork work, String rule, long address) {
        return assertOnly(work.decode(), work, rule, address);
    }

    static Recorder assertOnly(Recorder found, SegmentWork work, String rule, long address) {
        assertThat(found.anomalies()).extracting(Anomaly::rule).containsExactly(rule);
        assertThat(found.anomalies().getFirst().address()).isEqualTo(address);
        List<SegmentHeapBlock> blocks = work.heap().blocks();
        long same =
                blocks.stream()
                        .filter(
                                block ->
                                        found.blocks().get(block.address())
                                                        instanceof Recorder.Block actual
                                                && actual.size() == block.size()
                                                && actual.userSize() == block.userSize()
                                                && actual.state() == block.state())
                        .count();
        assertThat(same * 100).isGreaterThanOrEqualTo((long) FOUND_PERCENT * blocks.size());
        SegmentSums.assertWhole(found);
        return found;
    }
}
