package org.cairn.dump.packed.internal;

import java.io.IOException;

/** The code of the literals of a block (RFC 8878, 4.2). */
final class ZstdHuffman {
    private static final int MAX_BITS = 11;
    private static final int MAX_SYMBOLS = 256;
    private static final int DIRECT = 128;
    private static final int MAX_WEIGHT_ACCURACY = 6;
    private static final int MAX_WEIGHTS = MAX_BITS + 2;

    private final int width;
    private final byte[] symbols;
    private final byte[] bits;

    private ZstdHuffman(int width) {
        this.width = width;
        this.symbols = new byte[1 << width];
        this.bits = new byte[1 << width];
    }

    /** A code and where its description ended. */
    record Read(ZstdHuffman code, int end) {}

    static Read read(byte[] bytes, int from, int to) throws IOException {
        if (from >= to) {
            throw new IOException("a block without its Huffman code");
        }
        int header = bytes[from] & 0xff;
        int[] weights = new int[MAX_SYMBOLS];
        int count;
        int end;
        if (header >= DIRECT) {
            count = header - DIRECT + 1;
            end = from + 1 + (count + 1) / 2;
            requireInside(end, to);
            for (int i = 0; i < count; i++) {
                int pair = bytes[from + 1 + i / 2] & 0xff;
                weights[i] = i % 2 == 0 ? pair >> 4 : pair & 0xf;
            }
        } else {
            end = from + 1 + header;
            requireInside(end, to);
            count = weights(bytes, from + 1, end, weights);
        }
        return new Read(of(weights, count), end);
    }

    private static void requireInside(int end, int to) throws IOException {
        if (end > to) {
            throw new IOException("a Huffman code that is cut");
        }
    }

    /** Two states take turns, until the bits are used up. */
    private static int weights(byte[] bytes, int from, int to, int[] into) throws IOException {
        ForwardBits description = new ForwardBits(bytes, from, to);
        ZstdTable table = ZstdTable.read(description, MAX_WEIGHT_ACCURACY, MAX_WEIGHTS);
        BackwardBits in = new BackwardBits(bytes, description.position(), to);
        int[] states = {(int) in.read(table.accuracy), (int) in.read(table.accuracy)};
        int count = 0;
        int turn = 0;
        while (in.left() >= 0 && count < MAX_SYMBOLS - 2) {
            int state = states[turn];
            into[count++] = table.symbols[state];
            states[turn] = table.bases[state] + (int) in.read(table.bits[state]);
            turn ^= 1;
        }
        if (in.left() >= 0) {
            throw new IOException("a Huffman code of too many symbols");
        }
        into[count++] = table.symbols[states[turn]];
        return count;
    }

    /** The weight of the last symbol is what is missing to a power of two. */
    private static ZstdHuffman of(int[] weights, int count) throws IOException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > MAX_BITS) {
                throw new IOException("a Huffman code of more than 11 bits");
            }
            sum += 1 << weights[i] >> 1;
        }
        int width = Integer.SIZE - Integer.numberOfLeadingZeros(sum);
        int missing = (1 << width) - sum;
        if (sum == 0 || width > MAX_BITS || Integer.bitCount(missing) != 1) {
            throw new IOException("a Huffman code that is not complete");
        }
        weights[count] = Integer.numberOfTrailingZeros(missing) + 1;
        ZstdHuffman code = new ZstdHuffman(width);
        int at = 0;
        for (int weight = 1; weight <= width; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    int entries = 1 << weight - 1;
                    for (int i = 0; i < entries; i++) {
                        code.symbols[at] = (byte) symbol;
                        code.bits[at++] = (byte) (width + 1 - weight);
                    }
                }
            }
        }
        return code;
    }

    /** Decodes a stream of a known number of symbols. */
    void decode(byte[] bytes, int from, int to, byte[] into, int start, int count)
            throws IOException {
        BackwardBits in = new BackwardBits(bytes, from, to);
        for (int i = start; i < start + count; i++) {
            int entry = (int) in.peek(width);
            into[i] = symbols[entry];
            in.skip(bits[entry]);
        }
        if (in.left() != 0) {
            throw new IOException("literals that do not end where their stream does");
        }
    }
}
