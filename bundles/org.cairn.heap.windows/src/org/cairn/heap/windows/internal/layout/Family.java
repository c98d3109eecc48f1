package org.cairn.heap.windows.internal.layout;

/** How a version of the NT heap keeps its segments, its ranges and its headers. */
public enum Family {
    /**
     * XP and 2003: {@code _HEAP.Segments} holds pointers, the uncommitted ranges of a segment are a
     * chain, headers are plain, and a lookaside front end may hold blocks back.
     */
    NT5(0xeeffeeff),
    /**
     * Vista and later: {@code _HEAP} begins with its first {@code _HEAP_SEGMENT}, segments and
     * uncommitted ranges are lists, headers are encoded.
     */
    NT6(0xeeffeeff),
    /**
     * ReactOS: structures as in Vista, but segments in an array as before, headers plain without a
     * checksum, a guard entry before each uncommitted range, and a signature of its own (its
     * constant has seven digits).
     */
    REACTOS(0x0eefeeff);

    private final int signature;

    Family(int signature) {
        this.signature = signature;
    }

    /**
     * What {@code _HEAP.Signature} holds.
     *
     * @return the value, 32 bits
     */
    public int signature() {
        return signature;
    }

    /**
     * Whether {@code _HEAP} begins with the {@code _HEAP_SEGMENT} of its first segment.
     *
     * @return false for a heap whose first segment has its header behind {@code _HEAP}
     */
    public boolean startsWithSegment() {
        return this != NT5;
    }
}
