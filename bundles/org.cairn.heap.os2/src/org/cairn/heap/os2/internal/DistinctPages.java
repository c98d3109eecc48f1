package org.cairn.heap.os2.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.util.HashMap;
import java.util.Map;

/**
 * Leaves out what broken page tables show again and again: a page of the dump is searched at the
 * first few addresses that lead to it only.
 */
final class DistinctPages {
    /** No kernel maps a page of a heap at more addresses. */
    private static final int MOST_ADDRESSES = 4;

    private static final int PAGE = 0x1000;
    private static final int PROGRESS_MASK = (1 << 12) - 1;

    private final AddressSpace space;
    private final Progress progress;
    private final Map<Long, Integer> addresses = new HashMap<>();
    private long looked;

    DistinctPages(AddressSpace space, Progress progress) {
        this.space = space;
        this.progress = progress;
    }

    /** The islands without pages that were seen often enough. */
    Islands of(Islands islands) {
        Islands.Builder distinct = new Islands.Builder();
        for (int i = 0; i < islands.count(); i++) {
            long at = islands.start(i);
            while (at < islands.end(i)) {
                long end = Math.min((at & -PAGE) + PAGE, islands.end(i));
                if (isNew(at)) {
                    distinct.add(at, end);
                }
                at = end;
            }
        }
        return distinct.build();
    }

    /** Memory that is unpacked when it is read has no place in the dump, and is taken for new. */
    private boolean isNew(long at) {
        if ((++looked & PROGRESS_MASK) == 0) {
            progress.checkCancelled();
        }
        if (!(space.runAt(at) instanceof Run.Mapped run) || !run.bytes().isNative()) {
            return true;
        }
        long place = run.bytes().address() + (at - run.start());
        return addresses.merge(place, 1, Integer::sum) <= MOST_ADDRESSES;
    }
}
