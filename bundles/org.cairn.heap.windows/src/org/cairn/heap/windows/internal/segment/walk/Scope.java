package org.cairn.heap.windows.internal.segment.walk;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.memory.SegmentKeys;
import org.cairn.heap.windows.internal.walk.Report;
import org.cairn.memory.Progress;

/**
 * What all parts of the walk over one heap share.
 *
 * @param memory holds the heap
 * @param layout of the heap
 * @param keys as far as they are known
 * @param commitment of memory that is not in the dump
 * @param emitter takes the blocks
 * @param report takes the anomalies
 * @param absent takes what is not in the dump
 * @param progress tells of cancellation
 */
record Scope(
        ProcessMemory memory,
        SegmentLayout layout,
        SegmentKeys keys,
        Commitment commitment,
        Emitter emitter,
        Report report,
        AbsentPages absent,
        Progress progress) {
    /** Tells of a link that cannot be followed. */
    void tell(LinkFault fault) {
        if (fault.rule() == SegmentRule.ABSENT) {
            absent.tell(fault.link(), fault.target(), fault.bytes(), fault.summary());
        } else {
            report.tell(
                    fault.rule(), fault.link(), fault.summary(), fault.expected(), fault.actual());
        }
    }
}
