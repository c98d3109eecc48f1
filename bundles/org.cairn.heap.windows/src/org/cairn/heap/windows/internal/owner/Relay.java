package org.cairn.heap.windows.internal.owner;

import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;

import java.util.HashMap;
import java.util.Map;

/**
 * Passes what a decoder reports on to another sink, for those that look at blocks on the way. Knows
 * how sure the owners are that came by.
 */
public abstract class Relay implements BlockSink {
    private BlockSink next;
    private final Map<Integer, Integer> ranks = new HashMap<>();

    /**
     * Prepares for a heap.
     *
     * @param next takes what is reported
     */
    protected Relay(BlockSink next) {
        this.next = next;
    }

    /** The sink that takes what is reported; those that have nothing to do are passed over. */
    protected final BlockSink next() {
        while (next instanceof Relay relay && relay.isIdle()) {
            next = relay.next;
        }
        return next;
    }

    /** Whether blocks need not come by here any more. */
    protected abstract boolean isIdle();

    /** The one of two owners of which more is sure; the first when both are the same. */
    protected final int better(int first, int second) {
        return rank(second) > rank(first) ? second : first;
    }

    private int rank(int owner) {
        return ranks.getOrDefault(owner, -1);
    }

    @Override
    public void segment(long start, long size, String kind) {
        next.segment(start, size, kind);
    }

    @Override
    public int owner(Owner owner) {
        int number = next.owner(owner);
        if (number != NO_OWNER) {
            ranks.put(number, owner.confidence().ordinal());
        }
        return number;
    }

    @Override
    public int kind(BlockKind kind) {
        return next.kind(kind);
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
        next().block(address, size, userAddress, userSize, state, kind, owner, flags);
    }

    @Override
    public void uncommitted(long start, long size) {
        next.uncommitted(start, size);
    }

    @Override
    public void gap(long start, long size, Absence why) {
        next.gap(start, size, why);
    }

    @Override
    public void anomaly(Anomaly anomaly) {
        next.anomaly(anomaly);
    }

    @Override
    public void note(String text) {
        next.note(text);
    }

    @Override
    public void total(int owner, OwnerTotal total) {
        next.total(owner, total);
    }
}
