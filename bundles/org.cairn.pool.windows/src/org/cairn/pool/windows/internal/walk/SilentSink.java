package org.cairn.pool.windows.internal.walk;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Owner;
import org.cairn.memory.Absence;

/** Takes blocks that only count for sums. */
public final class SilentSink implements BlockSink {
    private int owners;
    private int kinds;

    /** Creates the sink. */
    public SilentSink() {
        // nothing is kept
    }

    @Override
    public void segment(long start, long size, String kind) {
        // not wanted
    }

    @Override
    public int owner(Owner owner) {
        return ++owners;
    }

    @Override
    public int kind(BlockKind kind) {
        return kinds++;
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
        // not wanted
    }

    @Override
    public void uncommitted(long start, long size) {
        // not wanted
    }

    @Override
    public void gap(long start, long size, Absence why) {
        // not wanted
    }

    @Override
    public void anomaly(Anomaly anomaly) {
        // not wanted
    }
}
