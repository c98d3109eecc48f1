package org.cairn.heap.windows.internal.memory;

import org.cairn.heap.windows.internal.layout.EntryFormat;
import org.cairn.heap.windows.internal.layout.Family;
import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.heap.windows.internal.layout.SegmentFields;

/**
 * Recovers {@code _HEAP.Encoding} of Vista and later where the value that stands there decodes no
 * entry. Each segment begins with an entry whose fields are known: it reaches to {@code
 * FirstEntry}, is busy and follows no other, so that its encoded header gives a value. The value is
 * taken that lets most entries behind the segments' headers follow each other.
 */
public final class EncodingVote {
    /** How many entries of a segment have a vote. */
    private static final int VOTERS = 16;

    /** The fewest votes that are believed: each is a checksum and a previous size, 24 bits. */
    private static final int ENOUGH = 3;

    /** How many segments have a vote. */
    private static final int SEGMENTS = 64;

    private static final int BYTE = 0xff;
    private static final long MAX_UNITS = 0xffff;

    private final HeapMemory memory;
    private final HeapLayout layout;
    private final EntryFormat entry;
    private final LongList segments = new LongList();

    private EncodingVote(HeapMemory memory, long heap) {
        this.memory = memory;
        this.layout = memory.layout();
        this.entry = layout.entry();
        segments.add(heap);
    }

    /**
     * Replaces an encoding that decodes nothing.
     *
     * @param memory of the process
     * @param heap what its header says
     * @return the same, or with the encoding that the entries vote for
     */
    public static HeapHeader mend(HeapMemory memory, HeapHeader heap) {
        if (memory.layout().family() != Family.NT6 || !heap.readable()) {
            return heap;
        }
        EncodingVote vote = new EncodingVote(memory, heap.address());
        return vote.count(heap) > 0 ? heap : vote.best(heap);
    }

    private HeapHeader best(HeapHeader heap) {
        new LinkedNodes(memory, layout.pointerSize())
                .walk(heap.address() + layout.heap().segmentList(), (node, forward) -> add(node));
        HeapHeader best = heap;
        int most = count(heap);
        for (int i = 0; i < segments.size() && most == 0; i++) {
            long segment = segments.get(i);
            if (memory.hasHeader(segment)) {
                long raw = memory.rawHeader();
                HeapHeader candidate = heap.encoded(raw ^ plain(segment, raw));
                int votes = count(candidate);
                if (votes >= ENOUGH) {
                    best = candidate;
                    most = votes;
                }
            }
        }
        return best;
    }

    private void add(long node) {
        long segment = node - layout.segment().listEntry();
        if (segments.size() < SEGMENTS && segment != segments.get(0)) {
            segments.add(segment);
        }
    }

    /**
     * The header of a segment's first entry before it is encoded; what is not encoded is as it is.
     */
    private long plain(long segment, long raw) {
        long units = first(segment) - segment >>> entry.unitShift() & MAX_UNITS;
        long plain = units << entry.size() | (long) EntryFormat.BUSY << entry.flags();
        return plain
                | (long) entry.checksum(plain) << entry.smallTagIndex()
                | raw & (long) BYTE << entry.segment()
                | raw & (long) BYTE << entry.unusedBytes();
    }

    private long first(long segment) {
        SegmentFields fields = layout.segment();
        return memory.pointer(segment + fields.firstEntry(), segment);
    }

    private int count(HeapHeader heap) {
        int votes = 0;
        for (int i = 0; i < segments.size(); i++) {
            votes += count(heap, segments.get(i));
        }
        return votes;
    }

    private int count(HeapHeader heap, long segment) {
        long at = first(segment);
        long units = at - segment >>> entry.unitShift();
        int votes = 0;
        while (votes < VOTERS && units != 0 && memory.hasHeader(at)) {
            long header = memory.rawHeader() ^ heap.key();
            if (!heap.checksumHolds(entry, header) || entry.previousUnits(header) != units) {
                break;
            }
            votes++;
            units = entry.units(header);
            at += entry.bytes(header);
        }
        return votes;
    }
}
