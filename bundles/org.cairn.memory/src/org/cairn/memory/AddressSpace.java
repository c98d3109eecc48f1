package org.cairn.memory;

import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Memory as a processor or a process sees it. Every address belongs to a {@link Run}.
 * Implementations are immutable and safe for use by several threads.
 */
public interface AddressSpace {
    /**
     * The run that holds an address.
     *
     * @param address unsigned
     * @return the largest run known to hold the address; adjacent runs may have the same nature
     */
    Run runAt(long address);

    /**
     * A new cursor, for one thread.
     *
     * @return a cursor without a position
     */
    default MemoryCursor cursor() {
        return new MemoryCursor(this);
    }

    /**
     * The runs that are there between two addresses, ascending, cut to the range.
     *
     * @param first first address, unsigned
     * @param last last address, unsigned, inclusive
     * @return the mapped runs in the range
     */
    default Iterable<Run.Mapped> mapped(long first, long last) {
        return () -> new MappedRuns(this, first, last);
    }

    /**
     * How much memory is there. Memory that is unpacked when it is read is counted as its container
     * lists it, without being unpacked: a page that turns out to be damaged counts.
     *
     * @return number of bytes and of the runs that they form
     */
    default Extent extent() {
        long bytes = 0;
        long runs = 0;
        for (Run.Mapped run : mapped(0, -1L)) {
            bytes += run.bytes().byteSize();
            runs++;
        }
        return new Extent(bytes, runs);
    }

    /**
     * Copies bytes up to the first that is absent.
     *
     * @param address unsigned
     * @param into filled from its beginning
     * @return the number of bytes copied, 0 to the size of {@code into}
     */
    default long read(long address, MemorySegment into) {
        long done = 0;
        while (done < into.byteSize() && runAt(address + done) instanceof Run.Mapped run) {
            long offset = address + done - run.start();
            long count = Math.min(into.byteSize() - done, run.bytes().byteSize() - offset);
            MemorySegment.copy(run.bytes(), offset, into, done, count);
            done += count;
            if (address + done == 0) {
                break;
            }
        }
        return done;
    }

    /** Walks the mapped runs of a range. */
    final class MappedRuns implements Iterator<Run.Mapped> {
        private final AddressSpace space;
        private final long last;
        private long position;
        private boolean ended;
        private Run.@Nullable Mapped next;

        private MappedRuns(AddressSpace space, long first, long last) {
            this.space = space;
            this.last = last;
            this.position = first;
            this.ended = Long.compareUnsigned(first, last) > 0;
        }

        @Override
        public boolean hasNext() {
            while (next == null && !ended) {
                Run run = space.runAt(position);
                long end = Long.compareUnsigned(run.last(), last) < 0 ? run.last() : last;
                if (run instanceof Run.Mapped mapped) {
                    next = cut(mapped, position, end);
                }
                ended = end == last;
                position = end + 1;
            }
            return next != null;
        }

        @Override
        public Run.Mapped next() {
            if (!hasNext() || !(next instanceof Run.Mapped result)) {
                throw new NoSuchElementException();
            }
            next = null;
            return result;
        }

        private static Run.Mapped cut(Run.Mapped run, long first, long last) {
            if (run.start() == first && run.last() == last) {
                return run;
            }
            return new Run.Mapped(
                    first, last, run.bytes().asSlice(first - run.start(), last - first + 1));
        }
    }
}
