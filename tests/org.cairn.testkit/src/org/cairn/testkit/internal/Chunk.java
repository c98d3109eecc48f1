package org.cairn.testkit.internal;

import org.cairn.testkit.ExpectedBlock.Kind;

/**
 * A block of a segment in the model of a heap.
 *
 * @param address first byte, header included
 * @param units length, header included
 * @param kind what it is
 * @param requested bytes that the caller asked for
 * @param tag tag index, 0 for none
 */
record Chunk(long address, int units, Kind kind, long requested, int tag) {
    static Chunk free(long address, int units) {
        return new Chunk(address, units, Kind.FREE, 0, 0);
    }

    static Chunk own(long address, int units, Kind kind) {
        return new Chunk(address, units, kind, 0, 0);
    }

    boolean isFree() {
        return kind == Kind.FREE;
    }

    Chunk as(Kind other) {
        return new Chunk(address, units, other, requested, tag);
    }
}
