package org.cairn.heap.windows.internal.segment.keys;

import org.cairn.heap.windows.internal.memory.ProcessMemory;
import org.cairn.heap.windows.internal.segment.layout.SegmentLayout;
import org.cairn.heap.windows.internal.segment.layout.VsFields;
import org.cairn.heap.windows.internal.segment.memory.ChunkReader;
import org.cairn.memory.Progress;

import java.util.List;
import java.util.OptionalLong;

/**
 * Finds {@code HeapKey} from chunks alone: the first chunk of a subsegment has none before it, so
 * that each size it may have stands for one key; only the right one leads from chunk to chunk. The
 * bits of the key that {@code MemoryCost} is encoded with are taken as if that were 0.
 */
final class ChunkKeySearch {
    private static final int MAX_SUBSEGMENTS = 8;

    /** Chunks in a row that must agree: at least 45 bits. */
    private static final int LINKS = 3;

    private final ProcessMemory memory;
    private final SegmentLayout layout;
    private final List<KeySamples.Range> subsegments;
    private final Progress progress;

    ChunkKeySearch(
            ProcessMemory memory,
            SegmentLayout layout,
            List<KeySamples.Range> subsegments,
            Progress progress) {
        this.memory = memory;
        this.layout = layout;
        this.subsegments = subsegments;
        this.progress = progress;
    }

    OptionalLong find() {
        OptionalLong found = OptionalLong.empty();
        for (int i = 0; i < Math.min(subsegments.size(), MAX_SUBSEGMENTS); i++) {
            found = found.isPresent() ? found : find(subsegments.get(i));
        }
        return found;
    }

    private OptionalLong find(KeySamples.Range range) {
        VsFields fields = layout.vs();
        long first = range.start() + fields.firstChunk();
        long most = (range.end() - first) / fields.unit();
        if (!memory.isPresent(first, fields.unit())) {
            return OptionalLong.empty();
        }
        long raw = memory.pointerAt(0) ^ first;
        for (int busy = 1; busy >= 0; busy--) {
            progress.checkCancelled();
            for (long units = VsFields.MIN_UNITS; units < most; units++) {
                long word = fields.unsafeSize().toWord(units) | fields.allocated().toWord(busy);
                long key = (raw ^ word) & layout.pointerMask();
                ChunkReader chunks = new ChunkReader(memory, fields, key);
                if (isChained(chunks, first, range.end())) {
                    return OptionalLong.of(key);
                }
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isChained(ChunkReader chunks, long first, long end) {
        long at = first;
        long before = 0;
        for (int links = 0; links <= LINKS; links++) {
            if (at == end || !chunks.isPresent(at)) {
                return false;
            }
            long word = chunks.decode(at);
            if (!chunks.fits(word, end - at) || chunks.previousBytes(word) != before) {
                return false;
            }
            before = chunks.bytes(word);
            at += before;
        }
        return true;
    }
}
