package org.cairn.heap.windows.internal.lfh;

import org.cairn.heap.windows.internal.memory.LongList;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Finds headers of containers by their signature. */
final class UserBlocksScan {
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Bytes between two looks at whether the work is still wanted. */
    private static final long CHUNK = 1 << 24;

    private final LfhLayout layout;
    private final int limit;
    private final Progress progress;
    private final LongList found = new LongList();

    UserBlocksScan(LfhLayout layout, int limit, Progress progress) {
        this.layout = layout;
        this.limit = limit;
        this.progress = progress;
    }

    /** Looks through a range; returns whether there is room for more. */
    boolean scan(AddressSpace space, long first, long last) {
        for (Run.Mapped run : space.mapped(first, last)) {
            progress.checkCancelled();
            scan(run);
            if (found.size() >= limit) {
                return false;
            }
        }
        return true;
    }

    private void scan(Run.Mapped run) {
        MemorySegment bytes = run.bytes();
        int unit = layout.unit();
        int signature = layout.user().signature();
        long end = bytes.byteSize() - layout.user().bytes();
        for (long offset = -run.start() & unit - 1; offset <= end; offset += unit) {
            if (bytes.get(U32, offset + signature) == LfhLayout.SIGNATURE) {
                found.add(run.start() + offset);
                if (found.size() >= limit) {
                    return;
                }
            }
            if ((offset & CHUNK - 1) < unit) {
                progress.checkCancelled();
            }
        }
    }

    /** The addresses found. */
    LongList found() {
        return found;
    }
}
