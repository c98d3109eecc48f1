package org.cairn.ui.internal.overview;

import org.cairn.analysis.Overview.SizeClass;
import org.cairn.ui.internal.look.Numbers;

import java.util.List;

/** How blocks of similar size are said. */
record SizeBucket(SizeClass sizes) {
    private static final String COUNTED = "state != metadata";

    private static final String[] UNITS = {"", "K", "M", "G", "T", "P", "E"};
    private static final int UNIT_DIGITS = 10;

    /** The least size in short, such as {@code 16}, {@code 64K}. */
    String label() {
        if (sizes.least() == 0) {
            return "0";
        }
        int power = Long.numberOfTrailingZeros(sizes.least());
        return (1L << power % UNIT_DIGITS) + UNITS[power / UNIT_DIGITS];
    }

    /** Its sizes as people say them. */
    String range() {
        return sizes.least() == sizes.most()
                ? Numbers.counted(sizes.least(), "byte", "bytes")
                : Numbers.grouped(sizes.least())
                        + " to "
                        + Numbers.grouped(sizes.most())
                        + " bytes";
    }

    /** The terms that busy and free blocks of this size fulfil, as people type them. */
    List<String> terms() {
        String least = "size >= " + sizes.least();
        return sizes.most() == Long.MAX_VALUE
                ? List.of(least, COUNTED)
                : List.of(least, "size < " + (sizes.most() + 1), COUNTED);
    }

    /** All of it, in lines. */
    String hint() {
        return range()
                + "\n"
                + Numbers.counted(sizes.busy().count(), "busy block", "busy blocks")
                + ", "
                + Numbers.counted(sizes.busy().bytes(), "byte", "bytes")
                + "\n"
                + Numbers.counted(sizes.free().count(), "free block", "free blocks")
                + ", "
                + Numbers.counted(sizes.free().bytes(), "byte", "bytes");
    }
}
