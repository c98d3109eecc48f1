package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.windows.internal.segment.layout.DescriptorFields;
import org.cairn.heap.windows.internal.segment.layout.RangeKind;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.VsFields;
import org.cairn.heap.windows.internal.segment.memory.LfhHeader;
import org.cairn.heap.windows.internal.segment.memory.PageRanges;
import org.cairn.heap.windows.internal.segment.memory.SegmentContext;
import org.cairn.memory.Absence;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.eclipse.jdt.annotation.Nullable;

/**
 * Walks the ranges of one page segment. Where a descriptor is wrong its followers tell how long its
 * range is, since each says how far it is from the first one.
 */
final class PageSegmentWalk {
    private final Scope scope;
    private final SegmentLayout layout;
    private final Emitter emitter;
    private final @Nullable VsWalk vs;
    private final LfhWalk lfh;
    private FreeRanges free = FreeRanges.UNKNOWN;
    private boolean keyMissed;

    PageSegmentWalk(Scope scope, @Nullable VsWalk vs, LfhWalk lfh) {
        this.scope = scope;
        this.layout = scope.layout();
        this.emitter = scope.emitter();
        this.vs = vs;
        this.lfh = lfh;
    }

    /**
     * Reports a segment.
     *
     * @param context that it belongs to
     * @param segment its address
     * @param known the free ranges of the context
     */
    void walk(SegmentContext context, long segment, FreeRanges known) {
        free = known;
        scope.progress().checkCancelled();
        PageRanges ranges = new PageRanges(scope.memory(), layout, context, segment);
        emitter.segment(segment, context.segmentBytes(), "page segment");
        scope.commitment().within(ranges::mayBeCommitted);
        checkSignature(context, segment);
        header(ranges);
        int index = context.firstUnit();
        while (index < PageRanges.COUNT) {
            index = ranges.isPresent(index) ? range(ranges, index) : absent(ranges, index);
        }
        emitter.flush();
    }

    private void checkSignature(SegmentContext context, long segment) {
        long at = segment + layout.descriptor().signature();
        if (scope.keys().signatureKey().isEmpty()
                || !scope.memory().isPresent(at, layout.pointerSize())) {
            return;
        }
        long actual = scope.memory().pointerAt(0);
        long expected = scope.keys().signatureKey().getAsLong() ^ segment ^ context.address();
        if (actual != expected) {
            scope.report()
                    .tell(
                            SegmentRule.SEGMENT,
                            at,
                            "signature of page segment "
                                    + Addresses.hex(segment)
                                    + " differs from those of the others",
                            Addresses.hex(expected),
                            Addresses.hex(actual));
        }
    }

    /** The descriptors, and what is left of the units that hold them. */
    private void header(PageRanges ranges) {
        long start = ranges.segment();
        long end = ranges.unit(ranges.context().firstUnit());
        emitter.metadata(start, end - start, emitter.kinds().segmentHeader());
    }

    private int absent(PageRanges ranges, int index) {
        int next = index + 1;
        while (next < PageRanges.COUNT && !isAnchor(ranges, next)) {
            next++;
        }
        scope.absent()
                .tell(
                        ranges.address(index),
                        ranges.address(index),
                        layout.descriptor().bytes(),
                        "descriptors of page segment "
                                + Addresses.hex(ranges.segment())
                                + " are absent");
        gap(ranges, index, next, ranges.absence());
        return next;
    }

    /** Whether a descriptor certainly begins a range: free ones have no followers to tell. */
    private static boolean isAnchor(PageRanges ranges, int index) {
        return ranges.isHead(index) && ranges.kind(index).isUsed();
    }

    /** Reports the range that begins with a unit; returns where the next one begins. */
    private int range(PageRanges ranges, int index) {
        RangeKind kind = ranges.kind(index);
        int next = index + ranges.units(index);
        if (kind == RangeKind.FREE && isInUse(ranges, index)) {
            return denied(ranges, index);
        }
        if (kind == RangeKind.FREE && ranges.isInside(index)) {
            int end = freeEnd(ranges, index, next);
            if (end != next) {
                complain(
                        ranges,
                        index,
                        "has a size that reaches over other ranges",
                        "UnitSize " + Addresses.hex(end - index),
                        text(ranges, index));
            }
            if (end != next || endsWell(ranges, next)) {
                emit(ranges, index, end, kind);
                return end;
            }
        }
        if (kind.isUsed()) {
            int told = index + 1 + ranges.followers(index);
            if (told == next) {
                emit(ranges, index, next, kind);
                return next;
            }
            return torn(ranges, index, told, next);
        }
        return unknown(ranges, index);
    }

    /** Whether what says that it is free is signed as in use, and the tree does not know it. */
    private boolean isInUse(PageRanges ranges, int index) {
        long at = ranges.address(index);
        return free.denies(at)
                && scope.memory().isPresent(at, layout.descriptor().bytes())
                && layout.descriptor().treeSignature().get(scope.memory().cursor())
                        == DescriptorFields.USED;
    }

    private int denied(PageRanges ranges, int index) {
        int next = index + 1 + ranges.followers(index);
        complain(
                ranges,
                index,
                "says free, but is signed as in use and in no tree",
                "flags of a range in use",
                text(ranges, index));
        RangeKind kind = recognised(ranges, index, next);
        emit(ranges, index, next, kind == RangeKind.UNKNOWN ? RangeKind.BACKEND : kind);
        return next;
    }

    /**
     * Where a free range ends. Descriptors inside may be left from before, so that only what is
     * certain ends it earlier: a member of the tree of free ranges, or a VS subsegment that its
     * list leads to, with the ranges that lead there.
     */
    private int freeEnd(PageRanges ranges, int index, int next) {
        int certain = index + 1;
        while (certain < next && !isCertain(ranges, certain)) {
            certain++;
        }
        if (certain >= next) {
            return next;
        }
        int from = index + 1;
        while (from < certain && !leadsTo(ranges, from, certain)) {
            from++;
        }
        return from;
    }

    private boolean isCertain(PageRanges ranges, int index) {
        if (free.lists(ranges.address(index))) {
            return true;
        }
        if (!isAnchor(ranges, index) || ranges.kind(index) != RangeKind.VS) {
            return false;
        }
        long entry = ranges.unit(index) + layout.vs().listEntry();
        int pointer = layout.pointerSize();
        long before = scope.memory().pointer(entry + pointer, 0);
        long behind = scope.memory().pointer(entry, 0);
        return scope.memory().pointer(before, 0) == entry
                && scope.memory().pointer(behind + pointer, 0) == entry;
    }

    private static boolean leadsTo(PageRanges ranges, int from, int to) {
        int at = from;
        while (at < to && isAnchor(ranges, at)) {
            at += ranges.units(at);
        }
        return at == to;
    }

    private static boolean endsWell(PageRanges ranges, int next) {
        return next == PageRanges.COUNT
                || !ranges.isPresent(next)
                || ranges.isHead(next)
                || ranges.kind(next).isUsed();
    }

    /** The size of a range and its followers disagree. */
    private int torn(PageRanges ranges, int index, int told, int next) {
        RangeKind kind = ranges.kind(index);
        if (told < PageRanges.COUNT && !ranges.isPresent(told)) {
            boolean possible = ranges.isInside(index);
            int end = possible ? next : told;
            emit(ranges, index, end, kind);
            return end;
        }
        if (ranges.isInside(index) && told < next && followsMostly(ranges, index, next)) {
            complain(
                    ranges,
                    told,
                    "does not continue the range of " + Addresses.hex(ranges.unit(index)),
                    "UnitOffset " + Addresses.hex(told - index),
                    text(ranges, told));
            emit(ranges, index, next, kind);
            return next;
        }
        complain(
                ranges,
                index,
                "has a size that its followers deny",
                "UnitSize " + Addresses.hex(told - index),
                text(ranges, index));
        emit(ranges, index, told, kind);
        return told;
    }

    /**
     * Whether all but one unit of a range say that they belong to it, and another range follows.
     */
    private static boolean followsMostly(PageRanges ranges, int index, int next) {
        int others = 0;
        for (int i = index + 1; i < next; i++) {
            if (!ranges.continues(i, index)) {
                others++;
            }
        }
        return others <= 1 && (next - index > 2 || endsWell(ranges, next));
    }

    /** A descriptor that begins no range where one must begin. */
    private int unknown(PageRanges ranges, int index) {
        int next = index + 1 + ranges.followers(index);
        boolean told = next > index + 1 && (next == PageRanges.COUNT || ranges.isHead(next));
        while (!told
                && next < PageRanges.COUNT
                && !isAnchor(ranges, next)
                && !isFreeHead(ranges, next)) {
            next++;
        }
        complain(
                ranges, index, "begins no range", "the first unit of a range", text(ranges, index));
        RangeKind kind =
                free.lists(ranges.address(index))
                        ? RangeKind.FREE
                        : recognised(ranges, index, next);
        if (kind == RangeKind.UNKNOWN) {
            gap(ranges, index, next, Absence.CORRUPT);
        } else {
            emit(ranges, index, next, kind);
        }
        return next;
    }

    private boolean isFreeHead(PageRanges ranges, int index) {
        return ranges.isHead(index)
                && !free.denies(ranges.address(index))
                && ranges.kind(index) == RangeKind.FREE
                && ranges.units(index) > 1
                && endsWell(ranges, index + ranges.units(index));
    }

    /** What stands in a range whose descriptor does not tell. */
    private RangeKind recognised(PageRanges ranges, int index, int next) {
        long start = ranges.unit(index);
        if (scope.memory().isPresent(start, layout.vs().subsegmentBytes())) {
            MemoryCursor cursor = scope.memory().cursor();
            long size = layout.vs().size().get(cursor);
            long signature = layout.vs().signature().get(cursor);
            if (size != 0
                    && ((size ^ signature ^ VsFields.SIGNATURE) & VsFields.SIGNATURE_MASK) == 0) {
                return RangeKind.VS;
            }
        }
        boolean fits =
                scope.keys().lfhKey().isPresent()
                        && LfhHeader.read(scope.memory(), layout, start, ranges.unit(next))
                                .filter(
                                        header ->
                                                header.fits(
                                                        scope.keys().offsets(header),
                                                        layout.unit()))
                                .isPresent();
        return fits ? RangeKind.LFH : RangeKind.UNKNOWN;
    }

    private void emit(PageRanges ranges, int index, int next, RangeKind kind) {
        long start = ranges.unit(index);
        long end = ranges.unit(next);
        switch (kind) {
            case FREE -> emitter.free(start, end - start, 0, emitter.kinds().backend(), 0);
            case BACKEND -> backend(ranges, index, start, end - start);
            case LFH -> lfh.walk(start, start, end);
            default -> subsegment(start, end);
        }
    }

    private void backend(PageRanges ranges, int index, long start, long size) {
        long unused = ranges.unusedBytes(index);
        if (unused > size) {
            scope.report()
                    .tell(
                            SegmentRule.UNUSED_BYTES,
                            ranges.address(index),
                            "range of "
                                    + Addresses.hex(start)
                                    + " has more unused bytes than bytes",
                            "at most " + Addresses.hex(size),
                            Addresses.hex(unused));
            unused = 0;
        }
        long end = start + size;
        long committed = emitter.committedEnd(end - unused, end);
        int kind = emitter.kinds().backend();
        emitter.busy(start, committed - start, start, size - unused, kind, 0);
        emitter.metadata(committed, end - committed, kind);
    }

    private void subsegment(long start, long end) {
        VsWalk walk = vs;
        if (walk != null) {
            walk.walk(start, end);
            return;
        }
        if (!keyMissed) {
            keyMissed = true;
            scope.report()
                    .tell(
                            SegmentRule.KEY,
                            start,
                            "HeapKey could not be found: blocks of VS subsegments are not listed",
                            "a key that makes sense of the chunks of VS subsegments",
                            scope.keys().heapKeyTrace());
        }
        emitter.gap(start, end - start, Absence.CORRUPT);
    }

    private void gap(PageRanges ranges, int index, int next, Absence why) {
        emitter.gap(ranges.unit(index), ranges.unit(next) - ranges.unit(index), why);
    }

    private static String text(PageRanges ranges, int index) {
        return "RangeFlags "
                + Addresses.hex(ranges.flags(index))
                + ", units "
                + Addresses.hex(ranges.units(index));
    }

    private void complain(
            PageRanges ranges, int index, String what, String expected, String actual) {
        scope.report()
                .tell(
                        SegmentRule.RANGE,
                        ranges.address(index),
                        "descriptor of " + Addresses.hex(ranges.unit(index)) + " " + what,
                        expected,
                        actual);
    }
}
