package org.cairn.heap.windows.internal.lfh;

/**
 * What of {@code ntdll!RtlpLFHKey} is needed to decode one heap, as recovered from the heap itself:
 * the secret occurs in two places, each time combined by XOR with an address that is the same
 * throughout the heap.
 *
 * <p>From 8 on, the first word of a block's header is the low half of {@code _HEAP ^ key ^ (entry
 * >> shift) ^ ((entry - UserBlocks) << 12)}, and {@code EncodedOffsets} is that of {@code _LFH_HEAP
 * ^ key ^ UserBlocks ^ offsets}. In Vista and 7 the word is that of {@code _HEAP ^ key ^ (entry >>
 * shift) ^ subsegment}, on x64 perhaps with the heap and the subsegment shifted as well.
 *
 * @param wordKnown whether {@code word} could be determined
 * @param word low half of {@code _HEAP ^ key}, or of {@code (_HEAP >> 4) ^ key}
 * @param shift how far a block's address is shifted: 4 on x64; on x86 what the majority says
 * @param subsegmentShift how far a subsegment's address is shifted: what the majority says; 0 from
 *     8 on
 * @param offsetsKnown whether {@code offsets} could be determined
 * @param offsets low half of {@code _LFH_HEAP ^ key}
 * @param tried what was tried, a phrase for people
 */
public record LfhKey(
        boolean wordKnown,
        int word,
        int shift,
        int subsegmentShift,
        boolean offsetsKnown,
        int offsets,
        String tried) {
    /** Where the distance of a block from its container's header begins in its header's word. */
    private static final int DISTANCE_SHIFT = 12;

    /** What a block's address and place contribute to its header's word. */
    static int mix(LfhLayout layout, UserBlocks user, long entry, int shift, int subsegmentShift) {
        int place =
                layout.format() == LfhLayout.Format.BITMAP
                        ? (int) (entry - user.address()) << DISTANCE_SHIFT
                        : (int) (user.subsegment() >>> subsegmentShift);
        return (int) (entry >>> shift) ^ place;
    }

    /** What the first word of a block's header must be. */
    int expected(LfhLayout layout, UserBlocks user, long entry) {
        return word ^ mix(layout, user, entry, shift, subsegmentShift);
    }

    /**
     * Decodes {@code EncodedOffsets}: the first block's offset in the low 16 bits, then the size.
     */
    int decode(UserBlocks user) {
        return user.offsets() ^ (int) user.address() ^ offsets;
    }
}
