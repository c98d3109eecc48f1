package org.cairn.heap.windows.internal.walk;

import org.cairn.heap.BlockSink;
import org.cairn.heap.windows.internal.memory.HeapHeader;
import org.cairn.heap.windows.internal.memory.HeapMemory;
import org.cairn.heap.windows.internal.memory.SortedAddresses;
import org.cairn.memory.Progress;

import java.util.List;

/** Divides blocks of the back end further. For one heap and one thread. */
public interface FrontEnd {
    /** Divides nothing. */
    FrontEnd NONE =
            new FrontEnd() {
                @Override
                public SortedAddresses prepare(List<Range> segments, Progress progress) {
                    return SortedAddresses.EMPTY;
                }

                @Override
                public boolean divide(long at, long bytes, int flags) {
                    return false;
                }

                @Override
                public void close() {
                    // nothing to compare
                }
            };

    /**
     * Gets to know the heap before its segments are walked.
     *
     * @param segments of the heap
     * @param progress tells of cancellation
     * @return the entries that may hold blocks although their headers do not say that they are the
     *     heap's own
     */
    SortedAddresses prepare(List<Range> segments, Progress progress);

    /**
     * Reports what is inside of a busy entry.
     *
     * @param at address of the entry
     * @param bytes its size
     * @param flags for the sink
     * @return whether all of it was reported; if not, nothing was
     */
    boolean divide(long at, long bytes, int flags);

    /** Says what was missed, when all entries were seen. */
    void close();

    /** Makes the front end of one heap. */
    @FunctionalInterface
    interface Source {
        /**
         * Makes a front end.
         *
         * @param memory of the process
         * @param heap that it belongs to
         * @param sink takes the blocks
         * @param report takes what is wrong
         * @return the front end
         */
        FrontEnd of(HeapMemory memory, HeapHeader heap, BlockSink sink, Report report);
    }
}
