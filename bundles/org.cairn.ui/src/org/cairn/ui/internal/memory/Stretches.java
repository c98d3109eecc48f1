package org.cairn.ui.internal.memory;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.cairn.ui.widgets.hex.ByteSelection;

import java.util.OptionalLong;

/** The stretches of an address space that are in the dump without a hole. */
final class Stretches {
    private static final long LAST = -1;

    private final AddressSpace space;
    private final Progress progress;

    Stretches(AddressSpace space, Progress progress) {
        this.space = space;
        this.progress = progress;
    }

    /** The stretch, or the hole, that holds an address. */
    ByteSelection around(long address) {
        boolean mapped = space.runAt(address) instanceof Run.Mapped;
        return new ByteSelection(first(address, mapped), last(address, mapped));
    }

    /** The first address of the stretch behind the one, or the hole, that holds an address. */
    OptionalLong after(long address) {
        long end = address;
        if (space.runAt(address) instanceof Run.Mapped) {
            end = last(address, true);
            if (end == LAST) {
                return OptionalLong.empty();
            }
            end++;
        }
        long hole = last(end, false);
        return hole == LAST ? OptionalLong.empty() : OptionalLong.of(hole + 1);
    }

    /** The first address of the stretch before the one, or the hole, that holds an address. */
    OptionalLong before(long address) {
        long start = address;
        if (space.runAt(address) instanceof Run.Mapped) {
            start = first(address, true);
            if (start == 0) {
                return OptionalLong.empty();
            }
            start--;
        }
        long hole = first(start, false);
        return hole == 0 ? OptionalLong.empty() : OptionalLong.of(first(hole - 1, true));
    }

    /** The first address of the lowest stretch. */
    OptionalLong lowest() {
        if (space.runAt(0) instanceof Run.Mapped) {
            return OptionalLong.of(0);
        }
        return after(0);
    }

    private long first(long address, boolean mapped) {
        Run run = space.runAt(address);
        while (run.start() != 0) {
            progress.checkCancelled();
            Run before = space.runAt(run.start() - 1);
            if (before instanceof Run.Mapped != mapped) {
                break;
            }
            run = before;
        }
        return run.start();
    }

    private long last(long address, boolean mapped) {
        Run run = space.runAt(address);
        while (run.last() != LAST) {
            progress.checkCancelled();
            Run next = space.runAt(run.last() + 1);
            if (next instanceof Run.Mapped != mapped) {
                break;
            }
            run = next;
        }
        return run.last();
    }
}
