package org.cairn.heap.windows.internal.segment.layout;

/**
 * The word at the end of a block that keeps how many of its bytes were not asked for: {@code
 * _HEAP_VS_UNUSED_BYTES_INFO} or {@code _HEAP_LFH_UNUSED_BYTES_INFO}.
 *
 * @param unusedBytes their number, the word's own bytes included
 * @param oneByteUnused set when there is just one, hence no room for the rest of the word
 * @param extraPresent set when a stack trace is kept
 * @param lfhSubsegment set when a block of the VS allocator holds an LFH subsegment
 */
public record UnusedFields(
        Bits unusedBytes, Bits oneByteUnused, Bits extraPresent, Bits lfhSubsegment) {
    /** Bytes of the word. */
    public static final int BYTES = Short.BYTES;

    static UnusedFields bind(TypeFields info) {
        return new UnusedFields(
                info.bits("UnusedBytes"),
                info.bits("OneByteUnused"),
                info.bits("ExtraPresent"),
                info.bitsIfThere("LfhSubsegment"));
    }

    /**
     * The bytes that were not asked for.
     *
     * @param word the last two bytes of the block
     * @return bytes
     */
    public int unused(int word) {
        return oneByteUnused.value(word) != 0 ? 1 : (int) unusedBytes.value(word);
    }

    /** Whether the block holds an LFH subsegment. */
    public boolean isSubsegment(int word) {
        return lfhSubsegment.exist()
                && oneByteUnused.value(word) == 0
                && lfhSubsegment.value(word) != 0;
    }
}
