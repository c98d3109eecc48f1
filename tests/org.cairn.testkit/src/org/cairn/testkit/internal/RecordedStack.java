package org.cairn.testkit.internal;

/**
 * The call stack that was recorded when a block was allocated.
 *
 * @param trace address of its record
 * @param index number of its record
 * @param before whether a header before the data names it, not the extra data
 */
record RecordedStack(long trace, int index, boolean before) {
    /** Units of the header before the data. */
    static int units() {
        return 2;
    }
}
