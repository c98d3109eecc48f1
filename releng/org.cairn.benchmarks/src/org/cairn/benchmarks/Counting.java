package org.cairn.benchmarks;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;

/** Counts blocks and keeps nothing of them. */
final class Counting implements BlockSink {
    private long blocks;
    private long sum;

    long blocks() {
        return blocks;
    }

    /** Depends on every field of every block, so that nothing of the work can be left out. */
    long sum() {
        return sum;
    }

    @Override
    public void segment(long start, long size, String kind) {
        sum += size;
    }

    @Override
    public int owner(Owner owner) {
        return 1;
    }

    @Override
    public int kind(BlockKind kind) {
        return kind.label().hashCode() & 0xff;
    }

    @Override
    public void block(
            long address,
            long size,
            long userAddress,
            long userSize,
            BlockState state,
            int kind,
            int owner,
            int flags) {
        blocks++;
        sum += address ^ size ^ userAddress ^ userSize ^ state.ordinal() ^ kind ^ owner ^ flags;
    }

    @Override
    public void uncommitted(long start, long size) {
        sum += size;
    }

    @Override
    public void gap(long start, long size, Absence why) {
        sum += size;
    }

    @Override
    public void anomaly(Anomaly anomaly) {
        throw new IllegalStateException(anomaly.summary());
    }
}
