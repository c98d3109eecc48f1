package org.cairn.testkit.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** The free blocks of a heap, the shortest first, blocks of one length by address. */
final class FreeChunks {
    private final NavigableSet<Chunk> chunks =
            new TreeSet<>(
                    Comparator.comparingInt(Chunk::units)
                            .thenComparing(Chunk::address, Long::compareUnsigned));

    void add(Chunk chunk) {
        chunks.add(chunk);
    }

    void remove(Chunk chunk) {
        chunks.remove(chunk);
    }

    /** The shortest that is long enough. */
    Optional<Chunk> best(int units) {
        return Optional.ofNullable(chunks.ceiling(Chunk.free(0, units)));
    }

    Collection<Chunk> all() {
        return chunks;
    }
}
