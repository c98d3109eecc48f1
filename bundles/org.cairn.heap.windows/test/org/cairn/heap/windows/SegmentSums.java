package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Addresses;

import java.util.ArrayList;
import java.util.List;

/** Every byte of every segment is accounted for once. */
final class SegmentSums {
    private SegmentSums() {}

    /** Blocks, gaps and uncommitted ranges fill each segment without rest or overlap. */
    static void assertWhole(Recorder found) {
        List<Recorder.Stretch> parts = new ArrayList<>();
        found.blocks()
                .values()
                .forEach(
                        block ->
                                parts.add(
                                        new Recorder.Stretch(
                                                block.address(), block.size(), block.kind())));
        parts.addAll(found.gaps());
        parts.addAll(found.uncommitted());
        parts.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        int next = 0;
        List<Recorder.Stretch> segments = new ArrayList<>(found.segments());
        segments.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        for (Recorder.Stretch segment : segments) {
            long at = segment.start();
            while (at != segment.end()) {
                assertThat(next).isLessThan(parts.size());
                Recorder.Stretch part = parts.get(next++);
                assertThat(Addresses.hex(part.start()))
                        .as("%s in %s", part, segment)
                        .isEqualTo(Addresses.hex(at));
                at = part.end();
            }
        }
        assertThat(next).isEqualTo(parts.size());
    }
}
