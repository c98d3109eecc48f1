package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.walk.Report;

/**
 * Words of a container's bitmap that say otherwise than the good headers of several blocks: then
 * the word is overwritten, not the headers. Words side by side have one cause.
 */
final class OverwrittenBitmap {
    /** So many headers outweigh a word. */
    private static final int SEVERAL = 2;

    private final HeapMemory memory;
    private final LfhLayout layout;
    private final LfhKey key;
    private final Occupancy occupancy;
    private final DelayedFrees delayed;
    private final Report report;
    private final int wordBits;
    private int first;
    private int behind;
    private int blocks;

    OverwrittenBitmap(
            HeapMemory memory,
            LfhLayout layout,
            LfhKey key,
            Occupancy occupancy,
            DelayedFrees delayed,
            Report report) {
        this.memory = memory;
        this.layout = layout;
        this.key = key;
        this.occupancy = occupancy;
        this.delayed = delayed;
        this.report = report;
        this.wordBits = layout.pointerSize() * Byte.SIZE;
    }

    /**
     * Looks at the word of a block whose header is good and disagrees with it.
     *
     * @param container of the block
     * @param index of the block, the first one of its word that disagrees
     * @return whether the word is overwritten: then it now agrees with the headers
     */
    boolean mend(Container container, int index) {
        int word = index / wordBits;
        boolean next = blocks > 0 && word == behind;
        int end = Math.min((word + 1) * wordBits, occupancy.known());
        int wrong = 0;
        for (int i = index; i < end; i++) {
            wrong += disagrees(container, i) ? 1 : 0;
        }
        if (wrong < (next ? 1 : SEVERAL)) {
            return false;
        }
        for (int i = index; i < end; i++) {
            if (disagrees(container, i)) {
                occupancy.set(i, !occupancy.isBusy(i));
            }
        }
        if (!next) {
            tell(container);
            first = word;
        }
        behind = word + 1;
        blocks += wrong;
        return true;
    }

    private boolean disagrees(Container container, int index) {
        long entry = container.first() + (long) index * container.stride();
        if (delayed.contains(index) || !memory.hasHeader(entry)) {
            return false;
        }
        long header = memory.rawHeader();
        int unused = layout.entry().unusedBytes(header);
        return (int) header == key.expected(layout, container.user(), entry)
                && (unused & LfhUnused.MARK) != 0
                && occupancy.isBusy(index) != ((unused & LfhUnused.NUMBER) != 0);
    }

    /** Tells of the words of a container that were mended and not yet told. */
    void tell(Container container) {
        if (blocks > 0) {
            report.tell(
                    LfhRule.STATE,
                    container.user().address()
                            + layout.user().bitmapData()
                            + (long) first * layout.pointerSize(),
                    "bitmap of "
                            + container.user()
                            + " is overwritten: headers of "
                            + blocks
                            + " blocks say otherwise");
        }
        blocks = 0;
    }
}
