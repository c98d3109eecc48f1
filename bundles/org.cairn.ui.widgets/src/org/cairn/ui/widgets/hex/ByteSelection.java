package org.cairn.ui.widgets.hex;

/**
 * Adjoining bytes.
 *
 * @param first first address, unsigned
 * @param last last address, unsigned, inclusive, not below the first
 */
public record ByteSelection(long first, long last) {
    /** Checks the order. */
    public ByteSelection {
        if (Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("The first address is above the last");
        }
    }

    /**
     * Says whether an address is one of them.
     *
     * @param address unsigned
     */
    public boolean contains(long address) {
        return Long.compareUnsigned(address - first, last - first) <= 0;
    }
}
