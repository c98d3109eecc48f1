package org.cairn.pool.windows.internal.walk;

import org.cairn.dump.DumpException;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.Anomaly;
import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.heap.OwnerTotal;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes blocks on and tells which of them the parameters of the bug check lie in, or behind which
 * damaged header.
 */
public final class WatchingSink implements BlockSink {
    private final BlockSink sink;
    private final Optional<DumpException> stop;
    private final long[] watched;
    private final List<String> labels = new ArrayList<>();

    /**
     * Wraps a sink.
     *
     * @param sink takes the blocks
     * @param stop why the kernel stopped
     * @param mask the bits of a pointer
     */
    public WatchingSink(BlockSink sink, Optional<DumpException> stop, long mask) {
        this.sink = sink;
        this.stop = stop;
        watched =
                stop.map(DumpException::parameters).orElse(List.of()).stream()
                        .mapToLong(value -> value & mask)
                        .toArray();
    }

    @Override
    public void segment(long start, long size, String kind) {
        sink.segment(start, size, kind);
    }

    @Override
    public int owner(Owner owner) {
        int number = sink.owner(owner);
        while (labels.size() <= number) {
            labels.add("");
        }
        labels.set(number, owner.label());
        return number;
    }

    @Override
    public int kind(BlockKind kind) {
        return sink.kind(kind);
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
        sink.block(address, size, userAddress, userSize, state, kind, owner, flags);
        for (int i = 0; i < watched.length; i++) {
            if (Long.compareUnsigned(watched[i] - address, size) < 0
                    && state != BlockState.METADATA) {
                tell(i, address, state, owner, flags);
            }
        }
    }

    private void tell(int parameter, long block, BlockState state, int owner, int flags) {
        String tag = owner < labels.size() ? labels.get(owner) : "";
        tell(
                parameter,
                confidence(flags),
                "in "
                        + state.label()
                        + " block "
                        + Addresses.hex(block)
                        + (tag.isEmpty() ? "" : ", tag " + tag));
    }

    /** Whether the parameter leads to a block is no surer than that it is one. */
    private static Confidence confidence(int flags) {
        if ((flags & FOUND_HINT) != 0) {
            return Confidence.HINT;
        }
        return (flags & FOUND_STRONG) != 0 ? Confidence.STRONG : Confidence.CERTAIN;
    }

    private void tell(int parameter, Confidence confidence, String where) {
        DumpException check = stop.orElseThrow();
        boolean ofPool = BugCheck.isOfPool(check);
        sink.anomaly(
                new Anomaly(
                        PoolRule.BUG_CHECK.id(),
                        watched[parameter],
                        ofPool ? Severity.ERROR : Severity.INFO,
                        confidence,
                        BugCheck.describe(check) + ", parameter " + (parameter + 1) + ": " + where,
                        "",
                        "",
                        ""));
    }

    @Override
    public void uncommitted(long start, long size) {
        sink.uncommitted(start, size);
    }

    @Override
    public void gap(long start, long size, Absence why) {
        sink.gap(start, size, why);
        for (int i = 0; i < watched.length; i++) {
            if (why == Absence.CORRUPT && Long.compareUnsigned(watched[i] - start, size) < 0) {
                tell(i, Confidence.CERTAIN, "behind the damaged header at " + Addresses.hex(start));
            }
        }
    }

    @Override
    public void anomaly(Anomaly anomaly) {
        sink.anomaly(anomaly);
    }

    @Override
    public void note(String text) {
        sink.note(text);
    }

    @Override
    public void total(int owner, OwnerTotal total) {
        sink.total(owner, total);
    }
}
