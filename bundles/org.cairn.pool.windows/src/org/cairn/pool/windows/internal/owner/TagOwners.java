package org.cairn.pool.windows.internal.owner;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes owners of tags, each once. For one thread. */
public final class TagOwners {
    /** The kind of these owners. */
    public static final String KIND = "pool tag";

    private static final String NOT_ATTRIBUTABLE = "not attributable";
    private static final int MAX_TAGS = 1 << 18;
    private static final int SPREAD = 0x9e37_79b1;

    private final BlockSink sink;
    private final TagNames names;
    private final DriverTags drivers;
    private final Map<String, Integer> callers = new HashMap<>();
    private int[] tags = new int[1 << 10];
    private int[] numbers = new int[1 << 10];
    private long[] counts = new long[1 << 10];
    private long[] bytes = new long[1 << 10];
    private int size;

    /**
     * Prepares.
     *
     * @param sink takes the owners
     * @param names what tags stand for
     * @param drivers which images have a tag in their code
     */
    public TagOwners(BlockSink sink, TagNames names, DriverTags drivers) {
        this.drivers = drivers;
        this.sink = sink;
        this.names = names;
    }

    /**
     * The owner of blocks with a tag.
     *
     * @param tag as in memory, with or without the bit of protected blocks
     * @return its number in the sink; {@link BlockSink#NO_OWNER} when there are too many tags
     */
    public int owner(int tag) {
        int plain = PoolTag.plain(tag);
        int slot = slot(tags, numbers, plain);
        if (numbers[slot] == BlockSink.NO_OWNER && size < MAX_TAGS) {
            numbers[slot] = sink.owner(make(plain));
            tags[slot] = plain;
            size++;
            if (size * 2 > tags.length) {
                grow();
            }
            return owner(tag);
        }
        return numbers[slot];
    }

    /**
     * The owner of a block in use, which is added to the sums of its tag.
     *
     * @param tag as in memory
     * @param blockBytes size of the block
     * @return its number in the sink
     */
    public int busy(int tag, long blockBytes) {
        int slot = slot(tags, numbers, PoolTag.plain(tag));
        if (numbers[slot] == BlockSink.NO_OWNER) {
            if (owner(tag) == BlockSink.NO_OWNER) {
                return BlockSink.NO_OWNER;
            }
            slot = slot(tags, numbers, PoolTag.plain(tag));
        }
        counts[slot]++;
        bytes[slot] += blockBytes;
        return numbers[slot];
    }

    /**
     * The owner of a block in use that the verifier tracks, which is added to the sums of its tag.
     *
     * @param tag as in memory
     * @param blockBytes size of the block
     * @param caller who asked for it
     * @return its number in the sink
     */
    public int busy(int tag, long blockBytes, String caller) {
        int owner = busy(tag, blockBytes);
        if (owner == BlockSink.NO_OWNER) {
            return owner;
        }
        String key = PoolTag.plain(tag) + caller;
        if (!callers.containsKey(key) && callers.size() < MAX_TAGS) {
            Owner own = make(PoolTag.plain(tag));
            String separator = own.description().isEmpty() ? "" : "; ";
            callers.put(
                    key,
                    sink.owner(
                            new Owner(
                                    KIND,
                                    own.key(),
                                    own.label(),
                                    own.description() + separator + "allocated by " + caller,
                                    own.confidence(),
                                    "verifier")));
        }
        return callers.getOrDefault(key, owner);
    }

    /** Takes the sums of a tag. */
    @FunctionalInterface
    public interface Sums {
        /**
         * Takes one.
         *
         * @param tag without the bit of protected blocks
         * @param count blocks in use
         * @param bytes of those
         */
        void sum(int tag, long count, long bytes);
    }

    /** Tells the sums of all tags. */
    public void sums(Sums taker) {
        for (int i = 0; i < tags.length; i++) {
            if (numbers[i] != BlockSink.NO_OWNER && counts[i] > 0) {
                taker.sum(tags[i], counts[i], bytes[i]);
            }
        }
    }

    private static int slot(int[] tags, int[] numbers, int tag) {
        int slot = tag * SPREAD >>> 8 & tags.length - 1;
        while (numbers[slot] != BlockSink.NO_OWNER && tags[slot] != tag) {
            slot = slot + 1 & tags.length - 1;
        }
        return slot;
    }

    private void grow() {
        int[] moreTags = new int[tags.length * 2];
        int[] moreNumbers = new int[tags.length * 2];
        long[] moreCounts = new long[tags.length * 2];
        long[] moreBytes = new long[tags.length * 2];
        Arrays.fill(moreNumbers, BlockSink.NO_OWNER);
        for (int i = 0; i < tags.length; i++) {
            if (numbers[i] != BlockSink.NO_OWNER) {
                int slot = slot(moreTags, moreNumbers, tags[i]);
                moreTags[slot] = tags[i];
                moreNumbers[slot] = numbers[i];
                moreCounts[slot] = counts[i];
                moreBytes[slot] = bytes[i];
            }
        }
        tags = moreTags;
        numbers = moreNumbers;
        counts = moreCounts;
        bytes = moreBytes;
    }

    private Owner make(int tag) {
        String name = names.describe(tag);
        String images = name.startsWith(NOT_ATTRIBUTABLE) ? "" : drivers.describe(tag);
        String description =
                name.isEmpty() || images.isEmpty() ? name + images : name + "; " + images;
        return new Owner(
                KIND,
                PoolTag.bytes(tag),
                PoolTag.text(tag),
                description,
                PoolTag.isPrintable(tag) ? Confidence.CERTAIN : Confidence.HINT,
                "header, or entry of the big-page table");
    }
}
