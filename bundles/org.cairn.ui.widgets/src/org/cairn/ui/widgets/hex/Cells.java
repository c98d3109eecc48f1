package org.cairn.ui.widgets.hex;

/** What the canvas knows of a byte: its value from 0 to 255, or why there is none. */
final class Cells {
    /** Asked for, or to be asked for. */
    static final int PENDING = -1;

    /** Its source has no such byte. */
    static final int ABSENT = -2;

    private Cells() {}

    /**
     * A little-endian value.
     *
     * @param cells what is known
     * @param at of the lowest byte
     * @param size of the value in bytes, 1 to 8
     * @return the value, or the state of the first byte that is not there, as {@link Value#state}
     */
    static Value value(int[] cells, int at, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            int cell = cells[at + i];
            if (cell < 0) {
                return new Value(0, cell);
            }
            value |= (long) cell << (Byte.SIZE * i);
        }
        return new Value(value, 0);
    }

    /**
     * A value in memory, or why there is none.
     *
     * @param bits zero extended
     * @param state 0, {@link #PENDING} or {@link #ABSENT}
     */
    record Value(long bits, int state) {
        boolean there() {
            return state == 0;
        }
    }
}
