package org.cairn.ui.internal.look;

/** How numbers are written for people. */
public final class Numbers {
    private static final int GROUP = 3;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int UNIT_BITS = 10;
    private static final int TENTHS = 10;

    private Numbers() {}

    /**
     * With a comma between groups of three digits.
     *
     * @param number unsigned
     * @return such as {@code 1,234,567}
     */
    public static String grouped(long number) {
        String digits = Long.toUnsignedString(number);
        StringBuilder text = new StringBuilder(digits);
        for (int i = digits.length() - GROUP; i > 0; i -= GROUP) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    /**
     * A number of bytes in the unit that keeps it short, rounded down.
     *
     * @param bytes unsigned
     * @return such as {@code 48.1 KiB}
     */
    public static String size(long bytes) {
        int unit = unit(bytes);
        if (unit == 0) {
            return bytes + " " + UNITS[0];
        }
        double value = inUnit(bytes, unit);
        return Math.floor(value * TENTHS) / TENTHS + " " + UNITS[unit];
    }

    /**
     * The unit that keeps a number of bytes short.
     *
     * @param bytes unsigned
     * @return how often 1,024 is contained in it
     */
    public static int unit(long bytes) {
        int unit = 0;
        while (unit < UNITS.length - 1 && bytes >>> (unit + 1) * UNIT_BITS != 0) {
            unit++;
        }
        return unit;
    }

    /**
     * What a unit is called.
     *
     * @param unit as {@link #unit} gives it
     * @return such as {@code KiB}
     */
    public static String unitName(int unit) {
        return UNITS[unit];
    }

    /**
     * A number of bytes in a unit.
     *
     * @param bytes unsigned
     * @param unit as {@link #unit} gives it
     * @return how many of the unit
     */
    public static double inUnit(long bytes, int unit) {
        return real(bytes) / (1L << unit * UNIT_BITS);
    }

    /**
     * A number of things.
     *
     * @param number unsigned
     * @param one what one of them is called
     * @param many what others are called
     * @return such as {@code 3 anomalies}
     */
    public static String counted(long number, String one, String many) {
        return grouped(number) + " " + (number == 1 ? one : many);
    }

    /**
     * A share of a whole, rounded down.
     *
     * @param share 0 to 1, or not a number when the whole is nothing
     * @return such as {@code 11.2 %}, or a dash
     */
    public static String percent(double share) {
        if (Double.isNaN(share)) {
            return "\u2013";
        }
        return Math.floor(share * 100 * TENTHS) / TENTHS + " %";
    }

    /**
     * A number to calculate with.
     *
     * @param number unsigned
     * @return the nearest floating-point number
     */
    public static double real(long number) {
        // Halved, so that it is positive as a signed number.
        return number >= 0 ? number : 2.0 * (number >>> 1);
    }
}
