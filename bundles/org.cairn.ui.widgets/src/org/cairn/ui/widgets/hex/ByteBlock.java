package org.cairn.ui.widgets.hex;

import java.util.List;

/**
 * Some bytes of memory. Which of them are absent is said by the gaps.
 *
 * @param address of the first byte, unsigned
 * @param bytes the values, 0 where they are absent
 * @param gaps the absent stretches, ascending, cut to the range
 */
public record ByteBlock(long address, byte[] bytes, List<Gap> gaps) {
    /** Keeps a copy of the list; the array is the caller's gift. */
    public ByteBlock {
        gaps = List.copyOf(gaps);
    }

    /**
     * A stretch without bytes.
     *
     * @param first first address, unsigned
     * @param last last address, unsigned, inclusive
     * @param reason why, a few words
     */
    public record Gap(long first, long last, String reason) {}
}
