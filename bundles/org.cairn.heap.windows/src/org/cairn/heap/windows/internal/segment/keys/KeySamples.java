package org.cairn.heap.windows.internal.segment.keys;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.heap.windows.internal.segment.layout.RangeKind;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.VsFields;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.heap.windows.internal.segment.memory.LfhHeader;
import org.cairn.heap.windows.internal.segment.memory.PageRanges;
import org.cairn.heap.windows.internal.segment.memory.SegmentContext;
import org.cairn.heap.windows.internal.segment.memory.SegmentList;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the secrets are found from: signatures and subsegments, a bounded number of each. */
final class KeySamples {
    /** Segments that are looked at. */
    static final int MAX_SEGMENTS = 64;

    /** Subsegments of one sort that are kept. */
    static final int MAX_SUBSEGMENTS = 64;

    private static final int MAX_CHUNKS = 1 << 12;

    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final Progress progress;
    private final List<Long> signatures = new ArrayList<>();
    private final List<Range> vs = new ArrayList<>();
    private final List<LfhHeader> lfh = new ArrayList<>();

    KeySamples(ProcessMemory memory, SegmentLayout layout, Progress progress) {
        this.memory = memory;
        this.layout = layout;
        this.progress = progress;
    }

    /**
     * A range of a page segment.
     *
     * @param start first address
     * @param end first address behind it
     */
    record Range(long start, long end) {}

    /** Takes samples from a heap. */
    void take(long heap) {
        for (SegmentContext context : SegmentContext.read(memory, layout, heap)) {
            SortedAddresses segments = SegmentList.read(memory, context).segments();
            for (int i = 0; i < Math.min(segments.size(), MAX_SEGMENTS); i++) {
                progress.checkCancelled();
                take(context, segments.get(i));
            }
        }
    }

    private void take(SegmentContext context, long segment) {
        int at = layout.descriptor().signature();
        if (memory.isPresent(segment + at, memory.pointerSize())) {
            signatures.add(memory.pointerAt(0) ^ segment ^ context.address());
        }
        PageRanges ranges = new PageRanges(memory, layout, context, segment);
        int index = context.firstUnit();
        while (index < PageRanges.COUNT) {
            if (!ranges.isHead(index)) {
                index++;
                continue;
            }
            int next = index + ranges.units(index);
            Range range = new Range(ranges.unit(index), ranges.unit(next));
            if (ranges.kind(index) == RangeKind.VS && vs.size() < MAX_SUBSEGMENTS) {
                addSubsegment(range);
            } else if (ranges.kind(index) == RangeKind.LFH) {
                add(range.start, range.end);
            }
            index = next;
        }
    }

    private void addSubsegment(Range range) {
        if (memory.isPresent(range.start + layout.vs().firstChunk(), layout.unit())) {
            vs.add(range);
        }
    }

    private void add(long subsegment, long end) {
        Optional<LfhHeader> header = LfhHeader.read(memory, layout, subsegment, end);
        if (header.isPresent() && header.get().hasRoom() && lfh.size() < MAX_SUBSEGMENTS) {
            lfh.add(header.get());
        }
    }

    /** Takes the LFH subsegments that lie in chunks. */
    void takeFromChunks(ChunkReader chunks) {
        VsFields fields = layout.vs();
        for (Range range : vs) {
            long at = range.start + fields.firstChunk();
            for (int i = 0; i < MAX_CHUNKS && chunks.isPresent(at); i++) {
                MemoryCursor cursor = memory.cursor();
                long word = chunks.decode(at);
                boolean marked = fields.unusedBit().get(cursor) != 0;
                if (!chunks.fits(word, range.end - at)) {
                    break;
                }
                long next = at + chunks.bytes(word);
                if (marked
                        && chunks.isAllocated(word)
                        && memory.isPresent(next - Short.BYTES, Short.BYTES)
                        && fields.unused().isSubsegment(memory.cursor().u16(0))) {
                    add(at + layout.unit(), next);
                }
                at = next;
            }
        }
    }

    /** The signatures of page segments, combined by XOR with their segment and context. */
    List<Long> signatures() {
        return signatures;
    }

    /** The ranges of VS subsegments. */
    List<Range> vs() {
        return vs;
    }

    /** The headers of LFH subsegments. */
    List<LfhHeader> lfh() {
        return lfh;
    }
}
