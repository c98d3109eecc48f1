package org.cairn.testkit.internal;

import org.cairn.memory.Field;
import org.cairn.memory.Structure;
import org.cairn.types.TypeTable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Pages of small pool blocks, each made by itself from its number; x64 since Vista. */
public final class BulkPool {
    /** Bytes of a page. */
    public static final int PAGE = 0x1000;

    /** So many blocks are in a page in the mean. */
    public static final int MEAN_BLOCKS = 31;

    private static final int UNIT = 16;
    private static final int IN_USE = 2;
    private static final int TAGS = 600;

    /** Sizes are drawn evenly; the mean is that of the blocks. */
    private static final int LEAST_UNITS = 2;

    private static final int MOST_UNITS = 14;

    private final int previousSize;
    private final int blockSize;
    private final int poolType;
    private final int poolTag;
    private final byte[][] tags = new byte[TAGS][];

    /** Binds the header's fields. */
    public BulkPool(TypeTable types) {
        Structure header = types.structure("_POOL_HEADER");
        previousSize = offset(header.field("PreviousSize"));
        blockSize = offset(header.field("BlockSize"));
        poolType = offset(header.field("PoolType"));
        poolTag = header.offset("PoolTag");
        for (int i = 0; i < TAGS; i++) {
            String tag = "B" + (char) ('a' + i % 26) + (char) ('a' + i / 26) + i % 10;
            tags[i] = tag.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static int offset(Field bits) {
        return bits.offset() + bits.firstBit() / Byte.SIZE;
    }

    /**
     * Fills a page.
     *
     * @param into gets it
     * @param number of the page
     * @param paged which pool it is of
     * @return its number of blocks
     */
    public int fill(byte[] into, long number, boolean paged) {
        Arrays.fill(into, 0, PAGE, (byte) 0x5c);
        SplittableRandom random = new SplittableRandom(number);
        int blocks = 0;
        int previous = 0;
        boolean freeBefore = true;
        for (int at = 0; at < PAGE; at += previous * UNIT) {
            int room = (PAGE - at) / UNIT;
            int units = random.nextInt(LEAST_UNITS, MOST_UNITS + 1);
            units = units > room - LEAST_UNITS ? room : units;
            boolean free = !freeBefore && random.nextInt(10) == 0;
            into[at + previousSize] = (byte) previous;
            into[at + 1] = 0;
            into[at + blockSize] = (byte) units;
            into[at + poolType] = (byte) (free ? 0 : IN_USE | (paged ? 1 : 0));
            System.arraycopy(tags[random.nextInt(TAGS)], 0, into, at + poolTag, Integer.BYTES);
            freeBefore = free;
            previous = units;
            blocks++;
        }
        return blocks;
    }
}
