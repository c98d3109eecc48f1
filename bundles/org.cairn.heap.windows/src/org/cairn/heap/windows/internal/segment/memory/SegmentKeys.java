package org.cairn.heap.windows.internal.segment.memory;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The secrets that a system's heaps share ({@code RtlpHpHeapGlobals}), as far as they are known.
 *
 * @param signatureKey what the signatures of page segments are combined with: {@code HeapKey} and
 *     the constant of the generation
 * @param heapKey {@code HeapKey}, on x86 32 bits
 * @param lfhKey the low half of {@code LfhKey}
 * @param generation how they are used
 * @param lfhKeyDoubtful whether other values of {@code LfhKey} are possible, but less likely
 * @param heapKeyTrace how {@code HeapKey} was found, or what was tried
 * @param lfhKeyTrace how {@code LfhKey} was found, or what was tried
 */
public record SegmentKeys(
        OptionalLong signatureKey,
        OptionalLong heapKey,
        OptionalInt lfhKey,
        Generation generation,
        boolean lfhKeyDoubtful,
        String heapKeyTrace,
        String lfhKeyTrace) {
    /** How the secrets are used. */
    public enum Generation {
        /** Up to 11 23H2. */
        CLASSIC(0xa2e6_4ead_a2e6_4eadL, 0xffff_ffffL),
        /** From 11 24H2 (26100) on. */
        LATE(0, -1L);

        private static final int OFFSETS_SHIFT = 12;

        private final long signature;
        private final long addressMask;

        Generation(long signature, long addressMask) {
            this.signature = signature;
            this.addressMask = addressMask;
        }

        /** The constant in the signature of a page segment; x86 has its low half. */
        public long signature() {
            return signature;
        }

        /** What the address of a subsegment adds to the encoding of its offsets. */
        public int offsetsMask(long subsegment) {
            return (int) ((subsegment & addressMask) >>> OFFSETS_SHIFT);
        }
    }

    /** Decodes {@code BlockOffsets} of a subsegment; only when {@link #lfhKey} is known. */
    public BlockOffsets offsets(LfhHeader header) {
        return BlockOffsets.of(
                header.encodedOffsets()
                        ^ lfhKey.getAsInt()
                        ^ generation.offsetsMask(header.address()));
    }
}
