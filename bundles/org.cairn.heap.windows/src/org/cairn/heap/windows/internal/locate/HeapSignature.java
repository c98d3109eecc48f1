package org.cairn.heap.windows.internal.locate;

import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;

/** What the word behind the first {@code _HEAP_ENTRY} of a reservation says of a heap. */
public enum HeapSignature {
    /** {@code _HEAP.Signature} of XP and 2003. */
    NT5_HEAP(0xeeffeeff),
    /** {@code SegmentSignature}: a segment, from Vista on perhaps one that begins with its heap. */
    SEGMENT(0xffeeffee),
    /** {@code _SEGMENT_HEAP.Signature}. */
    SEGMENT_HEAP(0xddeeddee),
    /** Something else. */
    OTHER(0);

    private static final int X86_OFFSET = 0x8;
    private static final int X64_OFFSET = 0x10;

    private final int value;

    HeapSignature(int value) {
        this.value = value;
    }

    /** The word, unsigned. */
    long value() {
        return Integer.toUnsignedLong(value);
    }

    /** Where the word lies. */
    public static int offset(Architecture architecture) {
        return architecture == Architecture.X86 ? X86_OFFSET : X64_OFFSET;
    }

    /**
     * Reads the word.
     *
     * @param cursor of the process
     * @param address of what may be a heap
     * @param architecture of its structures
     * @return what it says; {@link #OTHER} also when it is absent
     */
    public static HeapSignature read(MemoryCursor cursor, long address, Architecture architecture) {
        if (cursor.seek(address + offset(architecture), Integer.BYTES)) {
            int word = (int) cursor.u32(0);
            for (HeapSignature signature : values()) {
                if (signature != OTHER && signature.value == word) {
                    return signature;
                }
            }
        }
        return OTHER;
    }
}
