package org.cairn.heap.os2.internal;

import org.cairn.heap.BlockSink;
import org.cairn.heap.Confidence;

/** Owners of blocks: system owner ids and handles of memory objects, made known to a sink once. */
final class Owners {
    private static final int OWNERS = 1 << Short.SIZE;

    private final OwnerNames names;
    private final BlockSink sink;
    private final int[][] numbers = new int[2 * Confidence.values().length][];

    Owners(OwnerNames names, BlockSink sink) {
        this.names = names;
        this.sink = sink;
    }

    /**
     * The sink's number of an owner.
     *
     * @param owner as in a header or trailer
     * @param trailer whether it is in a trailer
     * @param confidence how sure it is that this is one
     */
    int number(int owner, boolean trailer, Confidence confidence) {
        if (owner == ResidentHeader.NO_OWNER) {
            return BlockSink.NO_OWNER;
        }
        int group = 2 * confidence.ordinal() + (trailer ? 1 : 0);
        int[] known = numbers[group];
        if (known == null) {
            known = new int[OWNERS];
            numbers[group] = known;
        }
        if (known[owner] == BlockSink.NO_OWNER) {
            known[owner] =
                    sink.owner(names.owner(owner, trailer ? "trailer" : "header", confidence));
        }
        return known[owner];
    }
}
