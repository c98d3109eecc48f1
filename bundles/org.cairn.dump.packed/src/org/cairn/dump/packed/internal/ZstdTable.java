package org.cairn.dump.packed.internal;

import java.io.IOException;
import java.util.Arrays;

/** A decoding table of finite state entropy (RFC 8878, 4.1). */
final class ZstdTable {
    private static final int LEAST_ACCURACY = 5;

    final int accuracy;
    final byte[] symbols;
    final byte[] bits;
    final short[] bases;

    private ZstdTable(int accuracy) {
        this.accuracy = accuracy;
        int size = 1 << accuracy;
        symbols = new byte[size];
        bits = new byte[size];
        bases = new short[size];
    }

    /** The table of one symbol that takes no bits. */
    static ZstdTable single(int symbol) {
        ZstdTable table = new ZstdTable(0);
        table.symbols[0] = (byte) symbol;
        return table;
    }

    /**
     * Builds a table.
     *
     * @param accuracy binary logarithm of its size
     * @param counts share of each symbol; -1 is less than one
     */
    static ZstdTable of(int accuracy, int... counts) throws IOException {
        ZstdTable table = new ZstdTable(accuracy);
        int size = 1 << accuracy;
        int high = size;
        int[] next = new int[counts.length];
        for (int symbol = 0; symbol < counts.length; symbol++) {
            if (counts[symbol] < 0) {
                table.symbols[--high] = (byte) symbol;
                next[symbol] = 1;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < counts.length; symbol++) {
            for (int i = 0; i < counts[symbol]; i++) {
                table.symbols[position] = (byte) symbol;
                do {
                    position = position + step & size - 1;
                } while (position >= high && high > 0);
            }
            if (counts[symbol] > 0) {
                next[symbol] = counts[symbol];
            }
        }
        if (position != 0) {
            throw new IOException("a table whose shares do not fill it");
        }
        for (int state = 0; state < size; state++) {
            int value = next[table.symbols[state] & 0xff]++;
            int width = accuracy - (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value));
            table.bits[state] = (byte) width;
            table.bases[state] = (short) ((value << width) - size);
        }
        return table;
    }

    /** Reads the description of a table. */
    static ZstdTable read(ForwardBits in, int mostAccuracy, int mostSymbols) throws IOException {
        int accuracy = in.read(4) + LEAST_ACCURACY;
        if (accuracy > mostAccuracy) {
            throw new IOException("a table of accuracy " + accuracy);
        }
        int[] counts = new int[mostSymbols];
        int symbol = 0;
        int remaining = 1 << accuracy;
        while (remaining > 0) {
            if (symbol >= mostSymbols) {
                throw new IOException("a table of too many symbols");
            }
            int count = share(in, remaining);
            remaining -= Math.abs(count);
            counts[symbol++] = count;
            if (count == 0) {
                symbol += zeros(in);
            }
        }
        if (remaining < 0 || symbol > mostSymbols) {
            throw new IOException("a table whose shares exceed it");
        }
        in.align();
        return of(accuracy, Arrays.copyOf(counts, symbol));
    }

    /** Small values take one bit less. */
    private static int share(ForwardBits in, int remaining) throws IOException {
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(remaining + 1);
        int small = (1 << width) - 1 - (remaining + 1);
        int low = in.read(width - 1);
        if (low < small) {
            return low - 1;
        }
        int value = low | in.read(1) << width - 1;
        return (value >= 1 << width - 1 ? value - small : value) - 1;
    }

    private static int zeros(ForwardBits in) throws IOException {
        int zeros = 0;
        int more;
        do {
            more = in.read(2);
            zeros += more;
        } while (more == 3);
        return zeros;
    }
}
