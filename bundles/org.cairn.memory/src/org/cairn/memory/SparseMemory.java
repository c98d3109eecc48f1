package org.cairn.memory;

import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/** An address space made of pieces, with a reason for everything between them. */
public final class SparseMemory implements AddressSpace {
    private final int count;
    private final long[] starts;
    private final long[] lasts;
    private final long[] offsets;

    /** A segment for bytes that are there, an absence for others. */
    private final Object[] natures;

    private final Absence elsewhere;

    /** Made when they are asked for: a dump may have a million. A race makes one twice at most. */
    private final @Nullable Run[] runs;

    private SparseMemory(Joiner pieces, Absence elsewhere) {
        this.count = pieces.count;
        this.starts = Arrays.copyOf(pieces.starts, count);
        this.lasts = Arrays.copyOf(pieces.lasts, count);
        this.offsets = Arrays.copyOf(pieces.offsets, count);
        this.natures = Arrays.copyOf(pieces.natures, count);
        this.elsewhere = elsewhere;
        this.runs = new @Nullable Run[count];
    }

    /**
     * Starts an address space.
     *
     * @param elsewhere the reason for addresses that no piece covers
     * @return a builder
     */
    public static Builder builder(Absence elsewhere) {
        return new Builder(elsewhere);
    }

    @Override
    public Run runAt(long address) {
        int index = AddressSearch.atOrBefore(starts, address);
        if (index >= 0 && Long.compareUnsigned(address, lasts[index]) <= 0) {
            return run(index);
        }
        long first = index < 0 ? 0 : lasts[index] + 1;
        long last = index + 1 < starts.length ? starts[index + 1] - 1 : -1L;
        return new Run.Absent(first, last, elsewhere);
    }

    /**
     * The pieces, ascending: bytes that are there and absences with a reason of their own.
     *
     * @return an unmodifiable list
     */
    public List<Run> runs() {
        List<Run> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(run(i));
        }
        return Collections.unmodifiableList(all);
    }

    private Run run(int index) {
        Run known = runs[index];
        if (known != null) {
            return known;
        }
        Run run =
                natures[index] instanceof MemorySegment source
                        ? new Run.Mapped(
                                starts[index],
                                lasts[index],
                                source.asSlice(offsets[index], lasts[index] - starts[index] + 1))
                        : new Run.Absent(starts[index], lasts[index], (Absence) natures[index]);
        runs[index] = run;
        return run;
    }

    @Override
    public Extent extent() {
        long bytes = 0;
        long stretches = 0;
        for (int i = 0; i < count; i++) {
            if (natures[i] instanceof MemorySegment) {
                bytes += lasts[i] - starts[i] + 1;
                boolean adjoins =
                        i > 0
                                && natures[i - 1] instanceof MemorySegment
                                && lasts[i - 1] + 1 == starts[i];
                stretches += adjoins ? 0 : 1;
            }
        }
        return new Extent(bytes, stretches);
    }

    /**
     * Collects the pieces. Where pieces overlap, the one added first wins; bytes win over absences.
     */
    public static final class Builder {
        /** Added to the rank of absences, so that bytes win. */
        private static final int ABSENT_RANK = 1 << 30;

        private static final int FIRST_CAPACITY = 16;

        private final Absence elsewhere;
        private long[] firsts = new long[FIRST_CAPACITY];
        private long[] lasts = new long[FIRST_CAPACITY];
        private long[] offsets = new long[FIRST_CAPACITY];
        private Object[] natures = new Object[FIRST_CAPACITY];
        private int pieces;

        private Builder(Absence elsewhere) {
            this.elsewhere = elsewhere;
        }

        private void add(long first, long last, Object nature, long offset) {
            if (pieces == firsts.length) {
                firsts = Arrays.copyOf(firsts, 2 * pieces);
                lasts = Arrays.copyOf(lasts, 2 * pieces);
                offsets = Arrays.copyOf(offsets, 2 * pieces);
                natures = Arrays.copyOf(natures, 2 * pieces);
            }
            firsts[pieces] = first;
            lasts[pieces] = last;
            natures[pieces] = nature;
            offsets[pieces++] = offset;
        }

        /**
         * Adds bytes.
         *
         * @param address of the first byte, unsigned
         * @param bytes the bytes; ignored when empty, cut where they would pass the last address
         * @return this
         */
        public Builder bytes(long address, MemorySegment bytes) {
            return bytes(address, bytes, 0, bytes.byteSize());
        }

        /**
         * Adds a part of a segment. Parts of one segment that adjoin in memory and in the segment
         * become one run.
         *
         * @param address of the first byte, unsigned
         * @param source holds the bytes
         * @param offset of the first byte in {@code source}
         * @param count number of bytes; 0 adds nothing; cut where they would pass the last address
         * @return this
         */
        public Builder bytes(long address, MemorySegment source, long offset, long count) {
            Objects.checkFromIndexSize(offset, count, source.byteSize());
            if (count > 0) {
                long room = -1L - address;
                long last = Long.compareUnsigned(count - 1, room) <= 0 ? address + count - 1 : -1L;
                add(address, last, source, offset);
            }
            return this;
        }

        /**
         * Adds a range as a dump promises it: where the file ends before the range does, the rest
         * is {@link Absence#TRUNCATED}.
         *
         * @param address of the first byte, unsigned
         * @param file holds the bytes
         * @param offset of the first byte in {@code file}, unsigned; may lie past its end
         * @param count number of bytes, unsigned; 0 adds nothing; cut where they would pass the
         *     last address
         * @return how many bytes are there
         */
        public long promised(long address, MemorySegment file, long offset, long count) {
            if (count == 0) {
                return 0;
            }
            long last = Math.min(count - 1 ^ Long.MIN_VALUE, -1L - address ^ Long.MIN_VALUE);
            long end = address + (last ^ Long.MIN_VALUE);
            long room =
                    Long.compareUnsigned(offset, file.byteSize()) < 0
                            ? file.byteSize() - offset
                            : 0;
            boolean whole = Long.compareUnsigned(end - address, room) < 0;
            long present = whole ? end - address + 1 : room;
            if (present > 0) {
                bytes(address, file, offset, present);
            }
            if (!whole) {
                absent(address + present, end, Absence.TRUNCATED);
            }
            return present;
        }

        /**
         * Adds a range whose absence has a reason of its own.
         *
         * @param first first address, unsigned
         * @param last last address, unsigned, inclusive
         * @param why the reason
         * @return this
         */
        public Builder absent(long first, long last, Absence why) {
            if (Long.compareUnsigned(first, last) <= 0) {
                add(first, last, why, 0);
            }
            return this;
        }

        /**
         * Builds the address space. Pieces that adjoin in memory and in the underlying segment
         * become one run.
         *
         * @return the address space
         */
        public SparseMemory build() {
            Joiner joiner = new Joiner(pieces);
            Integer[] order = order();
            if (areDisjoint(order)) {
                for (int i = 0; i < pieces; i++) {
                    int piece = at(order, i);
                    joiner.add(natures[piece], firsts[piece], lasts[piece], offsets[piece]);
                }
            } else {
                resolve(order, joiner);
            }
            return new SparseMemory(joiner, elsewhere);
        }

        /** The pieces by address; empty when that is the order in which they were added. */
        private Integer[] order() {
            boolean ascending = true;
            for (int i = 1; ascending && i < pieces; i++) {
                ascending = Long.compareUnsigned(firsts[i - 1], firsts[i]) <= 0;
            }
            if (ascending) {
                return new Integer[0];
            }
            Integer[] order = new Integer[pieces];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compareUnsigned(firsts[a], firsts[b]));
            return order;
        }

        private static int at(Integer[] order, int index) {
            return order.length == 0 ? index : order[index];
        }

        private boolean areDisjoint(Integer[] order) {
            boolean disjoint = true;
            for (int i = 1; disjoint && i < pieces; i++) {
                disjoint = Long.compareUnsigned(lasts[at(order, i - 1)], firsts[at(order, i)]) < 0;
            }
            return disjoint;
        }

        private int rank(int piece) {
            return natures[piece] instanceof Absence ? ABSENT_RANK + piece : piece;
        }

        /** Of all pieces that hold an address the one of the lowest rank counts. */
        private void resolve(Integer[] order, Joiner joiner) {
            PriorityQueue<Integer> open =
                    new PriorityQueue<>(Comparator.comparingInt(piece -> rank(piece)));
            int next = 0;
            long position = 0;
            while (next < pieces || !open.isEmpty()) {
                if (open.isEmpty()) {
                    position = firsts[at(order, next)];
                }
                while (next < pieces && firsts[at(order, next)] == position) {
                    open.add(at(order, next++));
                }
                int top = open.element();
                if (Long.compareUnsigned(lasts[top], position) < 0) {
                    open.remove();
                    continue;
                }
                long end = lasts[top];
                if (next < pieces && Long.compareUnsigned(firsts[at(order, next)], end) <= 0) {
                    end = firsts[at(order, next)] - 1;
                }
                joiner.add(natures[top], position, end, offsets[top] + position - firsts[top]);
                if (end == -1L) {
                    break;
                }
                position = end + 1;
            }
        }
    }

    /**
     * Joins parts that adjoin: in a minidump, regions that follow each other in memory do so in the
     * file, too.
     */
    private static final class Joiner {
        private long[] starts;
        private long[] lasts;
        private long[] offsets;
        private Object[] natures;
        private int count;

        Joiner(int capacity) {
            starts = new long[capacity];
            lasts = new long[capacity];
            offsets = new long[capacity];
            natures = new Object[capacity];
        }

        void add(Object nature, long from, long to, long offset) {
            if (count > 0) {
                int before = count - 1;
                boolean joins =
                        natures[before] == nature
                                && nature instanceof MemorySegment
                                && lasts[before] + 1 == from
                                && offsets[before] + (from - starts[before]) == offset;
                if (joins) {
                    lasts[before] = to;
                    return;
                }
            }
            if (count == starts.length) {
                int more = 2 * count + 1;
                starts = Arrays.copyOf(starts, more);
                lasts = Arrays.copyOf(lasts, more);
                offsets = Arrays.copyOf(offsets, more);
                natures = Arrays.copyOf(natures, more);
            }
            starts[count] = from;
            lasts[count] = to;
            offsets[count] = offset;
            natures[count++] = nature;
        }
    }
}
