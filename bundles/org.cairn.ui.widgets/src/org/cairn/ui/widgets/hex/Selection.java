package org.cairn.ui.widgets.hex;

/** What is selected: from an anchor to the caret, in whole units of a power of two of bytes. */
final class Selection {
    private long anchor;
    private long caret;
    private int unit = 1;

    /** Where keys move from, the beginning of its unit. */
    long caret() {
        return caret;
    }

    /** Bytes that are selected together: those of a word, or of a character. */
    int unit() {
        return unit;
    }

    ByteSelection bytes() {
        boolean forward = Long.compareUnsigned(anchor, caret) <= 0;
        long first = forward ? anchor : caret;
        long last = forward ? caret : anchor;
        return new ByteSelection(begin(first), begin(last) + (unit - 1));
    }

    /** Selects the unit of an address. */
    void set(long address, int bytes) {
        unit = bytes;
        anchor = begin(address);
        caret = anchor;
    }

    /** Selects exactly these bytes; the caret is at the first. */
    void set(ByteSelection bytes) {
        unit = 1;
        anchor = bytes.last();
        caret = bytes.first();
    }

    /** Moves the caret to the unit of an address and leaves the anchor. */
    void extend(long address) {
        caret = begin(address);
    }

    /** Changes the unit; what is selected grows to whole ones. */
    void unit(int bytes) {
        unit = bytes;
        caret = begin(caret);
    }

    /**
     * The address some steps from the caret, as many as there is room for.
     *
     * @param steps forward, or back if negative
     * @param stride bytes of a step, a power of two
     * @param limit the last address
     */
    long moved(long steps, int stride, long limit) {
        int shift = Integer.numberOfTrailingZeros(stride);
        return steps < 0
                ? caret - (atMost(-steps, caret >>> shift) << shift)
                : caret + (atMost(steps, (limit - caret) >>> shift) << shift);
    }

    private static long atMost(long steps, long room) {
        return Long.compareUnsigned(steps, room) < 0 ? steps : room;
    }

    private long begin(long address) {
        return address & -unit;
    }
}
