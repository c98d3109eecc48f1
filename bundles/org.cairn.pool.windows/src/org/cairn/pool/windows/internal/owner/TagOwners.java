package org.cairn.pool.windows.internal.owner;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;

import java.util.Arrays;

/** Makes owners of tags, each once. For one thread. */
public final class TagOwners {
    /** The kind of these owners. */
    public static final String KIND = "pool tag";

    private static final int SPREAD = 0x9e37_79b1;

    private final BlockSink sink;
    private final TagNames names;
    private int[] tags = new int[1 << 10];
    private int[] numbers = new int[1 << 10];
    private int size;

    /**
     * Prepares.
     *
     * @param sink takes the owners
     * @param names what tags stand for
     */
    public TagOwners(BlockSink sink, TagNames names) {
        this.sink = sink;
        this.names = names;
    }

    /**
     * The owner of blocks with a tag.
     *
     * @param tag as in memory, with or without the bit of protected blocks
     * @return its number in the sink
     */
    public int owner(int tag) {
        int plain = PoolTag.plain(tag);
        int slot = slot(tags, numbers, plain);
        if (numbers[slot] == BlockSink.NO_OWNER) {
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
        Arrays.fill(moreNumbers, BlockSink.NO_OWNER);
        for (int i = 0; i < tags.length; i++) {
            if (numbers[i] != BlockSink.NO_OWNER) {
                int slot = slot(moreTags, moreNumbers, tags[i]);
                moreTags[slot] = tags[i];
                moreNumbers[slot] = numbers[i];
            }
        }
        tags = moreTags;
        numbers = moreNumbers;
    }

    private Owner make(int tag) {
        String description = names.describe(tag);
        return new Owner(
                KIND,
                PoolTag.bytes(tag),
                PoolTag.text(tag),
                description,
                PoolTag.isPrintable(tag) ? Confidence.CERTAIN : Confidence.HINT,
                "header");
    }
}
