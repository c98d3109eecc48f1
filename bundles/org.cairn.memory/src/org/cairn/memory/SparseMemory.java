package org.cairn.memory;

import org.eclipse.jdt.annotation.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/** An address space made of pieces, with a reason for everything between them. */
public final class SparseMemory implements AddressSpace {
    private final long[] starts;
    private final Run[] runs;
    private final Absence elsewhere;

    private SparseMemory(List<Run> pieces, Absence elsewhere) {
        this.runs = pieces.toArray(Run[]::new);
        this.starts = pieces.stream().mapToLong(Run::start).toArray();
        this.elsewhere = elsewhere;
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
        int index = indexAtOrBefore(address);
        if (index >= 0 && Long.compareUnsigned(address, runs[index].last()) <= 0) {
            return runs[index];
        }
        long first = index < 0 ? 0 : runs[index].last() + 1;
        long last = index + 1 < starts.length ? starts[index + 1] - 1 : -1L;
        return new Run.Absent(first, last, elsewhere);
    }

    /**
     * The pieces, ascending: bytes that are there and absences with a reason of their own.
     *
     * @return an unmodifiable list
     */
    public List<Run> runs() {
        return List.of(runs);
    }

    private int indexAtOrBefore(long address) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(starts[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /**
     * Collects the pieces. Where pieces overlap, the one added first wins; bytes win over absences.
     */
    public static final class Builder {
        /** Added to the rank of absences, so that bytes win. */
        private static final int ABSENT_RANK = 1 << 30;

        private final Absence elsewhere;
        private final List<Piece> pieces = new ArrayList<>();

        private Builder(Absence elsewhere) {
            this.elsewhere = elsewhere;
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
                pieces.add(new Piece(address, last, pieces.size(), source, offset, null));
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
                pieces.add(new Piece(first, last, ABSENT_RANK + pieces.size(), null, 0, why));
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
            pieces.sort((a, b) -> Long.compareUnsigned(a.first, b.first));
            PriorityQueue<Piece> open = new PriorityQueue<>(Comparator.comparingInt(Piece::rank));
            Joiner joiner = new Joiner();
            int next = 0;
            long position = 0;
            while (next < pieces.size() || !open.isEmpty()) {
                if (open.isEmpty()) {
                    position = pieces.get(next).first;
                }
                while (next < pieces.size() && pieces.get(next).first == position) {
                    open.add(pieces.get(next++));
                }
                Piece top = open.element();
                if (Long.compareUnsigned(top.last, position) < 0) {
                    open.remove();
                    continue;
                }
                long end = top.last;
                if (next < pieces.size()
                        && Long.compareUnsigned(pieces.get(next).first, end) <= 0) {
                    end = pieces.get(next).first - 1;
                }
                joiner.add(top, position, end);
                if (end == -1L) {
                    break;
                }
                position = end + 1;
            }
            return new SparseMemory(joiner.finish(), elsewhere);
        }
    }

    private record Piece(
            long first,
            long last,
            int rank,
            @Nullable MemorySegment source,
            long offset,
            @Nullable Absence why) {}

    /**
     * Joins parts that adjoin: in a minidump, regions that follow each other in memory do so in the
     * file, too.
     */
    private static final class Joiner {
        private final List<Run> result = new ArrayList<>();
        private @Nullable MemorySegment source;
        private long first;
        private long offset;
        private long count;

        void add(Piece piece, long from, long to) {
            long start = piece.offset + from - piece.first;
            if (piece.source != source || from != first + count || start != offset + count) {
                flush();
                source = piece.source;
                first = from;
                offset = start;
                count = 0;
            }
            count += to - from + 1;
            if (piece.why instanceof Absence why) {
                result.add(new Run.Absent(from, to, why));
            }
        }

        private void flush() {
            if (source instanceof MemorySegment whole) {
                result.add(new Run.Mapped(first, first + count - 1, whole.asSlice(offset, count)));
            }
            source = null;
        }

        List<Run> finish() {
            flush();
            return result;
        }
    }
}
