package org.cairn.memory;

import java.util.Arrays;

/**
 * One table of a {@link TranslatedMemory} at one virtual address, turned into stretches: neighbours
 * of one nature are one stretch. Immutable.
 */
final class TranslationTable {
    /** What a stretch is. */
    enum Kind {
        /** Bytes at a physical address. */
        RESIDENT,
        /** A table of the level below, at a physical address. */
        TABLE,
        /** Not there: the target is the ordinal of an {@link Absence}. */
        ABSENT
    }

    final long key;
    private final long[] starts;
    private final long[] targets;
    private final Kind[] kinds;
    private final long last;

    private TranslationTable(Builder builder, long key, long last) {
        this.key = key;
        this.last = last;
        this.starts = Arrays.copyOf(builder.starts, builder.count);
        this.targets = Arrays.copyOf(builder.targets, builder.count);
        this.kinds = Arrays.copyOf(builder.kinds, builder.count);
    }

    int count() {
        return starts.length;
    }

    /** The stretch that holds an address of the table. */
    int indexOf(long address) {
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Long.compareUnsigned(starts[middle], address) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    long start(int index) {
        return starts[index];
    }

    long last(int index) {
        return index + 1 < starts.length ? starts[index + 1] - 1 : last;
    }

    long target(int index) {
        return targets[index];
    }

    Kind kind(int index) {
        return kinds[index];
    }

    /** Collects stretches by ascending address. */
    static final class Builder {
        private final long[] starts;
        private final long[] targets;
        private final Kind[] kinds;
        private int count;

        Builder(int entries) {
            starts = new long[entries];
            targets = new long[entries];
            kinds = new Kind[entries];
        }

        void resident(long address, long physical) {
            boolean continues =
                    count > 0
                            && kinds[count - 1] == Kind.RESIDENT
                            && physical - targets[count - 1] == address - starts[count - 1];
            add(address, Kind.RESIDENT, physical, continues);
        }

        void table(long address, long physical) {
            add(address, Kind.TABLE, physical, false);
        }

        void absent(long address, Absence why) {
            boolean continues =
                    count > 0
                            && kinds[count - 1] == Kind.ABSENT
                            && targets[count - 1] == why.ordinal();
            add(address, Kind.ABSENT, why.ordinal(), continues);
        }

        private void add(long address, Kind kind, long target, boolean continues) {
            if (!continues) {
                starts[count] = address;
                kinds[count] = kind;
                targets[count] = target;
                count++;
            }
        }

        TranslationTable build(long key, long last) {
            return new TranslationTable(this, key, last);
        }
    }
}
