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
        int unit = 0;
        while (unit < UNITS.length - 1 && bytes >>> (unit + 1) * UNIT_BITS != 0) {
            unit++;
        }
        if (unit == 0) {
            return bytes + " " + UNITS[0];
        }
        double value = real(bytes) / (1L << unit * UNIT_BITS);
        return Math.floor(value * TENTHS) / TENTHS + " " + UNITS[unit];
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
     * @param share 0 to 1
     * @return such as {@code 11.2 %}
     */
    public static String percent(double share) {
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
