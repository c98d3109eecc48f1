package org.cairn.pool.windows.internal.special;

import org.cairn.dump.DumpException;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.memory.Addresses;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.pool.windows.internal.kernel.KernelMemory;
import org.cairn.pool.windows.internal.kernel.PoolKernel;
import org.cairn.pool.windows.internal.kernel.PoolRange;
import org.cairn.pool.windows.internal.kernel.PoolTraces;
import org.cairn.pool.windows.internal.kernel.Verifier;
import org.cairn.pool.windows.internal.layout.PoolHeader;
import org.cairn.pool.windows.internal.owner.PoolTag;
import org.cairn.pool.windows.internal.owner.TagNames;
import org.cairn.pool.windows.internal.owner.TagOwners;
import org.cairn.pool.windows.internal.walk.BugCheck;
import org.cairn.pool.windows.internal.walk.PoolReport;
import org.cairn.pool.windows.internal.walk.PoolRule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports the pages of special pool and what was written outside of their blocks. */
public final class SpecialWalk {
    private static final int PAGE = PoolHeader.PAGE;
    private static final int MAX_TRACES = 4;
    private static final int MAX_FRAMES = 8;
    private static final DumpException NONE = new DumpException(0, 0, 0, List.of());

    private final PoolKernel kernel;
    private final BlockSink sink;
    private final SpecialPage page;
    private final Verifier verifier;
    private final TagOwners owners;
    private final PoolReport report;
    private final int nonPaged;
    private final int paged;
    private final int other;

    /**
     * Prepares.
     *
     * @param kernel whose pool it is
     * @param page reads pages
     * @param verifier names callers
     * @param sink takes the blocks
     */
    public SpecialWalk(PoolKernel kernel, SpecialPage page, Verifier verifier, BlockSink sink) {
        this.kernel = kernel;
        this.page = page;
        this.verifier = verifier;
        this.sink = sink;
        owners = new TagOwners(sink, TagNames.shipped(), kernel.driverTags());
        report = new PoolReport(sink, kernel.memory());
        nonPaged = sink.kind("special block");
        paged = sink.kind("paged special block");
        other = sink.kind("pages of another use");
    }

    /**
     * Reports all pages.
     *
     * @param ranges of the pool, ascending
     * @param flags of each block
     */
    public void run(List<PoolRange> ranges, int flags) {
        Progress progress = kernel.context().progress();
        progress.total(ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum());
        for (PoolRange range : ranges) {
            sink.segment(range.first(), range.last() - range.first() + 1, range.name());
            long at = range.first();
            while (range.holds(at)) {
                progress.checkCancelled();
                long end =
                        kernel.memory().space().runAt(at) instanceof Run.Absent absent
                                ? absent(at, absent, range)
                                : present(at, flags);
                progress.step(end - at);
                at = end;
            }
        }
        stop();
    }

    /**
     * Tells whom the verifier has seen allocating or freeing what the bug check's parameters lead
     * to; a freed block of special pool has no page any more.
     */
    private void stop() {
        DumpException stop = kernel.stop().filter(BugCheck::isOfPool).orElse(NONE);
        if (stop.parameters().isEmpty()) {
            return;
        }
        PoolTraces traces = new PoolTraces(kernel, kernel.bigPages());
        for (long parameter : stop.parameters()) {
            long address = parameter & kernel.pointerMask();
            traces.of(address).stream()
                    .limit(MAX_TRACES)
                    .forEach(
                            trace ->
                                    report.tell(
                                            PoolRule.BUG_CHECK,
                                            address,
                                            BugCheck.describe(stop) + ": " + text(trace),
                                            "",
                                            ""));
        }
    }

    private String text(PoolTraces.Trace trace) {
        String stack =
                trace.stack().stream()
                        .limit(MAX_FRAMES)
                        .map(verifier::place)
                        .collect(Collectors.joining(", "));
        return "the verifier saw thread "
                + Addresses.hex(trace.thread())
                + " allocate or free "
                + trace.bytes()
                + " bytes at "
                + Addresses.hex(trace.block())
                + ", called from "
                + stack;
    }

    private long absent(long at, Run.Absent run, PoolRange range) {
        long end = range.holds(run.last()) ? run.last() + 1 : range.last() + 1;
        if (KernelMemory.isUnmapped(run)) {
            sink.uncommitted(at, end - at);
        } else {
            sink.gap(at, end - at, run.why());
        }
        return end;
    }

    private long present(long at, int flags) {
        Optional<SpecialPage.Block> found = page.read(at);
        if (found.isPresent()) {
            block(found.get(), flags);
        } else {
            report.tell(
                    PoolRule.SPECIAL_HEADER,
                    at,
                    "page of special pool at " + Addresses.hex(at) + " holds no block",
                    "a header at its beginning or its end, and bytes of one value",
                    kernel.memory().hex(at, PoolHeader.TAG + Integer.BYTES));
            sink.block(at, PAGE, at, PAGE, BlockState.METADATA, other, BlockSink.NO_OWNER, 0);
        }
        return at + PAGE;
    }

    private void block(SpecialPage.Block block, int flags) {
        int owner =
                block.entry()
                        .map(
                                entry ->
                                        owners.busy(
                                                block.tag(),
                                                block.bytes(),
                                                verifier.place(entry.caller())))
                        .orElseGet(() -> owners.busy(block.tag(), block.bytes()));
        sink.block(
                block.page(),
                PAGE,
                block.user(),
                block.bytes(),
                BlockState.BUSY,
                block.paged() ? paged : nonPaged,
                owner,
                flags);
        if (block.wrong() > 0) {
            boolean before = Long.compareUnsigned(block.firstWrong(), block.user()) < 0;
            report.tell(
                    PoolRule.SPECIAL_PATTERN,
                    block.firstWrong(),
                    block.wrong()
                            + " bytes outside of the special pool block at "
                            + Addresses.hex(block.user())
                            + ", tag "
                            + PoolTag.text(block.tag())
                            + ", were written to, the first "
                            + (before ? "before it" : "behind it"),
                    Addresses.hex(block.fill()),
                    kernel.memory().hex(block.firstWrong(), 1));
        }
    }
}
