package org.cairn.testkit.internal;

import static org.cairn.testkit.SyntheticMemory.PAGE;

/**
 * The blocks of a large segment, made anew each time they are asked for: mixed lengths, about
 * seventy bytes on average, up to 0xfe00 units, a fifth of them free, no two free ones side by
 * side.
 */
final class BulkSegment {
    private static final int LONGEST = 0xfe00;
    private static final int SMALLEST = 2;
    private static final int LEAST_UNUSED = 8;

    /** Containers among a thousand blocks of the back end: so many that they hold half of all. */
    private static final int CONTAINERS = 8;

    private static final int LEAST_OF_CONTAINER = 60;

    private final long seed;
    private final long base;
    private final long usable;
    private final int header;
    private final int guard;
    private final int unit;
    private final long quota;
    private final boolean divided;
    private final Dice dice = new Dice();

    /** Takes the blocks of a segment, in ascending order. */
    interface Blocks {
        /**
         * Takes a block.
         *
         * @param offset from the segment's base
         * @param units length
         * @param free whether it is free
         * @param unused {@code UnusedBytes} of a busy block
         */
        void block(long offset, int units, boolean free, int unused);

        /**
         * Takes a container of the low-fragmentation heap.
         *
         * @param offset from the segment's base
         * @param units length
         * @param blockUnits length of its blocks
         * @param count number of its blocks
         */
        void container(long offset, int units, int blockUnits, int count);
    }

    /**
     * Plans a segment.
     *
     * @param shape of the heap
     * @param seed of its blocks
     * @param base its address
     * @param usable bytes reserved
     * @param header bytes of its first block
     * @param quota blocks that the heap still needs
     * @param divided whether about half of the blocks lie in containers
     */
    BulkSegment(
            HeapShape shape,
            long seed,
            long base,
            long usable,
            int header,
            long quota,
            boolean divided) {
        this.divided = divided;
        this.seed = seed;
        this.base = base;
        this.usable = usable;
        this.header = header;
        this.quota = quota;
        guard = shape.guard();
        unit = shape.unit();
    }

    long base() {
        return base;
    }

    long usable() {
        return usable;
    }

    int header() {
        return header;
    }

    /** Makes the blocks; returns the committed bytes, which end with the guard. */
    long make(Blocks blocks) {
        dice.seed(seed, base);
        long at = header;
        boolean free = true;
        for (long count = 1; count < quota; count++) {
            long room = (usable - guard - at) / unit;
            if (divided && dice.below(1000) < CONTAINERS) {
                int blockUnits = 2 + dice.below(6);
                int blocksOfIt = LEAST_OF_CONTAINER + dice.below(2 * LEAST_OF_CONTAINER);
                int longer = BulkLfh.units(unit, blockUnits, blocksOfIt);
                if (longer <= room - 2 * SMALLEST && blocksOfIt <= quota - count) {
                    blocks.container(at, longer, blockUnits, blocksOfIt);
                    at += (long) longer * unit;
                    count += blocksOfIt - 1;
                    free = false;
                    continue;
                }
            }
            int units = length();
            boolean fills = units > room - SMALLEST;
            if (fills) {
                units = (int) room;
            }
            free = !free && dice.below(100) < 25;
            blocks.block(at, units, free, LEAST_UNUSED + dice.below(unit));
            at += (long) units * unit;
            if (fills) {
                return usable;
            }
        }
        long committed = HeapShape.ceil(at + (long) SMALLEST * unit + guard, PAGE);
        blocks.block(at, (int) ((committed - guard - at) / unit), !free, LEAST_UNUSED);
        return committed;
    }

    private int length() {
        int kind = dice.below(1_000_000);
        if (kind < 680_000) {
            return SMALLEST + dice.below(3);
        }
        if (kind < 940_000) {
            return 5 + dice.below(3);
        }
        if (kind < 995_000) {
            return 8 + dice.below(6);
        }
        return kind < 999_999 ? 14 + dice.below(47) : 64 + dice.below(LONGEST - 64);
    }
}
