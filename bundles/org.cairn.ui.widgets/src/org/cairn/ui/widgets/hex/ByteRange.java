package org.cairn.ui.widgets.hex;

/**
 * Bytes with a meaning, shown with a tint behind them.
 *
 * @param first first address, unsigned
 * @param last last address, unsigned, inclusive, not below the first
 * @param style which tint
 * @param label a few words for people, shown under the pointer
 */
public record ByteRange(long first, long last, RangeStyle style, String label) {
    /** Checks the order. */
    public ByteRange {
        if (Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("The first address is above the last");
        }
    }
}
