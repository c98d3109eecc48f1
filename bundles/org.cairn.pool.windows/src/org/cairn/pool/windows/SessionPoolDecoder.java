package org.cairn.pool.windows;

import org.cairn.heap.BlockSink;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.HeapDecoder;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.heap.windows.SegmentHeaps;
import org.cairn.pool.windows.internal.kernel.Parked;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolState;
import org.cairn.pool.windows.internal.kernel.SessionSpace;
import org.cairn.pool.windows.internal.walk.BlockDescription;
import org.cairn.pool.windows.internal.walk.PoolWalk;
import org.cairn.pool.windows.internal.walk.SegmentPoolSink;
import org.cairn.pool.windows.internal.walk.TableTotals;
import org.cairn.pool.windows.internal.walk.TagTotals;
import org.cairn.pool.windows.internal.walk.WatchingSink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decodes the pools of sessions. They lie in memory that only the processes of a session see, so
 * each belongs to the first process of its session: up to 1809 pages of blocks, later a segment
 * heap.
 *
 * <p>Source of the facts: {@code _MM_SESSION_SPACE} and {@code _EX_HEAP_SESSION_STATE} in the
 * public symbols of the kernels.
 */
public final class SessionPoolDecoder implements HeapDecoder {
    /** The kind of these heaps. */
    public static final String SESSION = "session pool";

    private static final String ID = "org.cairn.pool.windows.session";

    /** Creates the decoder. */
    public SessionPoolDecoder() {
        // stateless
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String name() {
        return SESSION;
    }

    @Override
    public int version() {
        return 4;
    }

    @Override
    public List<HeapRoot> locate(DecodeContext context) {
        return SessionSpace.of(context).map(session -> roots(session, context)).orElse(List.of());
    }

    private static List<HeapRoot> roots(SessionSpace session, DecodeContext context) {
        List<HeapRoot> roots = new ArrayList<>();
        List<PoolState.Heap> heaps = session.heaps();
        SegmentHeaps segment = new SegmentHeaps(context);
        for (PoolState.Heap heap : heaps) {
            HeapRoot root = segment.at(heap.address(), "_EX_HEAP_SESSION_STATE lists it");
            roots.add(
                    root(
                            root.address(),
                            session,
                            heap.name(),
                            root.layout(),
                            root.origin(),
                            root.status(),
                            root.note(),
                            context));
        }
        if (heaps.isEmpty()) {
            boolean known =
                    session.isSound() && session.hasDescriptor() && session.pools().walksPages();
            roots.add(
                    root(
                            session.descriptor(),
                            session,
                            "",
                            session.pools().layout().table().id().name(),
                            "_MM_SESSION_SPACE",
                            known ? Status.PRESENT : Status.FOREIGN,
                            known ? failures(session) : "its structure is not the expected one",
                            context));
        }
        return roots;
    }

    private static String failures(SessionSpace session) {
        long failures = session.failures();
        return failures == 0 ? "" : String.format(Locale.ROOT, "%,d allocations failed", failures);
    }

    private static HeapRoot root(
            long address,
            SessionSpace session,
            String part,
            String layout,
            String origin,
            Status status,
            String note,
            DecodeContext context) {
        return new HeapRoot(
                address,
                SESSION,
                SESSION + " " + session.id() + part,
                context.process().architecture(),
                layout,
                origin,
                status,
                note);
    }

    @Override
    public void decode(HeapRoot root, DecodeContext context, BlockSink sink) {
        SessionSpace session = session(context);
        PoolKernel pools = session.pools();
        BlockSink watching = new WatchingSink(sink, pools.stop(), pools.pointerMask());
        List<Long> heaps = session.heaps().stream().map(PoolState.Heap::address).toList();
        if (!heaps.contains(root.address())) {
            new PoolWalk(pools, true, false, watching).run(List.of(session.range()));
            return;
        }
        SegmentPoolSink blocks =
                new SegmentPoolSink(pools, Parked.none(pools), Optional.of(true), watching);
        boolean complete =
                new SegmentHeaps(context)
                        .decode(
                                root.layout(),
                                root.address(),
                                heaps,
                                pools.address("RtlpHpHeapGlobals"),
                                blocks);
        if (!complete) {
            blocks.incomplete();
        }
        if (heaps.getFirst() == root.address()) {
            TagTotals totals = TagTotals.ofBlocks(pools.layout().header());
            totals.add(blocks);
            totals.compare(
                    pools.tagTable(), true, pools.value("PoolTrackTable"), sink, pools.memory());
            TableTotals.tell(pools.tagTable(), true, blocks.owners(), sink);
        }
    }

    @Override
    public List<FieldValue> describe(HeapRoot root, long block, DecodeContext context) {
        SessionSpace session = session(context);
        BlockDescription description = new BlockDescription(session.pools());
        if (session.heaps().stream().noneMatch(heap -> heap.address() == root.address())) {
            return description.of(block);
        }
        List<FieldValue> atBlock = description.ofSegment(block);
        return atBlock.isEmpty()
                ? description.ofSegment(block + session.pools().layout().header().bytes())
                : atBlock;
    }

    private static SessionSpace session(DecodeContext context) {
        return SessionSpace.of(context)
                .orElseThrow(() -> new IllegalArgumentException("no process of a session"));
    }
}
