package org.cairn.dump.packed.internal;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * Unpacks the compressed blocks of a frame (RFC 8878, 3.1.1.3): literals, then sequences of
 * literals and copies. Codes and offsets of a block may be used again by the next one.
 */
public final class ZstdBlock {
    /** The most bytes that a block has, packed or not. */
    public static final int MAX_SIZE = 1 << 17;

    private static final int[] LITERAL_BASES = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48,
        64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10,
        11, 12, 13, 14, 15, 16
    };
    private static final int[] MATCH_BASES = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
        28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027,
        2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int MAX_OFFSET_CODE = 31;

    /** The three kinds of codes: literal lengths, offsets, match lengths. */
    private static final int LITERALS = 0;

    private static final int OFFSETS = 1;
    private static final int MATCHES = 2;
    private static final int[] SYMBOLS = {36, 32, 53};
    private static final int[] ACCURACIES = {9, 8, 9};
    private static final int LENGTH_ACCURACY = 6;
    private static final int OFFSET_ACCURACY = 5;
    private static final int[] FIRST_OFFSETS = {1, 4, 8};

    /** How often each code occurs in the tables that blocks need not describe. */
    private static final int[] LITERAL_COUNTS = {
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1,
        1, -1, -1, -1, -1
    };

    private static final int[] OFFSET_COUNTS = {
        1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
    };
    private static final int[] MATCH_COUNTS = {
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
    };

    private final ZstdTable[] usual;
    private final @Nullable ZstdTable[] tables = new @Nullable ZstdTable[SYMBOLS.length];
    private final int[] offsets = new int[FIRST_OFFSETS.length];
    private final ZstdLiterals literals = new ZstdLiterals();
    private byte[] output = {};
    private int out;
    private int limit;

    /**
     * Makes the tables that blocks need not describe.
     *
     * @throws IOException never, as these tables are right
     */
    public ZstdBlock() throws IOException {
        usual =
                new ZstdTable[] {
                    ZstdTable.of(LENGTH_ACCURACY, LITERAL_COUNTS),
                    ZstdTable.of(OFFSET_ACCURACY, OFFSET_COUNTS),
                    ZstdTable.of(LENGTH_ACCURACY, MATCH_COUNTS)
                };
        begin();
    }

    /** Begins a frame: nothing of an earlier one is used again. */
    public void begin() {
        Arrays.fill(tables, null);
        literals.begin();
        System.arraycopy(FIRST_OFFSETS, 0, offsets, 0, offsets.length);
    }

    /**
     * Unpacks a block.
     *
     * @param packed holds the block from its beginning, and eight more bytes
     * @param size of the block in bytes
     * @param into what was unpacked before, and room
     * @param first index of the first byte that copies may reach
     * @param at where to unpack to
     * @param most bytes that the block may yield
     * @return the number of bytes
     * @throws IOException when the block is damaged
     */
    public int unpack(byte[] packed, int size, byte[] into, int first, int at, int most)
            throws IOException {
        BlockBytes input = new BlockBytes(packed, size);
        output = into;
        out = at;
        limit = at + most;
        try {
            sequences(input, literals.read(input), first);
        } catch (IndexOutOfBoundsException damaged) {
            throw new IOException("a block that leads out of itself", damaged);
        }
        return out - at;
    }

    private void sequences(BlockBytes input, int from, int first) throws IOException {
        int at = from;
        int count = input.u8(at++);
        if (count > 0xfe) {
            count = 0x7f00 + (int) input.number(at, Short.BYTES);
            at += Short.BYTES;
        } else if (count > 0x7f) {
            count = (count - 0x80 << Byte.SIZE) + input.u8(at++);
        }
        int literal = 0;
        if (count > 0) {
            int modes = input.u8(at++);
            if ((modes & 3) != 0) {
                throw new IOException("a block of a later version of Zstandard");
            }
            for (int kind = 0; kind < SYMBOLS.length; kind++) {
                at = table(input, kind, modes >> 6 - 2 * kind & 3, at);
            }
            literal =
                    copies(
                            new BackwardBits(input.bytes(), at, input.end()),
                            count,
                            first,
                            known(LITERALS),
                            known(OFFSETS),
                            known(MATCHES));
        } else if (at != input.end()) {
            throw new IOException("a block that does not end where it should");
        }
        append(literal, literals.count() - literal);
    }

    private int table(BlockBytes input, int kind, int mode, int at) throws IOException {
        switch (mode) {
            case 0 -> tables[kind] = usual[kind];
            case 1 -> {
                tables[kind] = ZstdTable.single(input.u8(at));
                return at + 1;
            }
            case 2 -> {
                ForwardBits in = new ForwardBits(input.bytes(), at, input.end());
                tables[kind] = ZstdTable.read(in, ACCURACIES[kind], SYMBOLS[kind]);
                return in.position();
            }
            default -> known(kind);
        }
        return at;
    }

    private ZstdTable known(int kind) throws IOException {
        ZstdTable table = tables[kind];
        if (table == null) {
            throw new IOException("a block that uses a table before there is one");
        }
        return table;
    }

    /** Carries out the sequences; returns how many literals they took. */
    private int copies(
            BackwardBits in,
            int count,
            int first,
            ZstdTable lengths,
            ZstdTable places,
            ZstdTable matches)
            throws IOException {
        int lengthState = (int) in.read(lengths.accuracy);
        int placeState = (int) in.read(places.accuracy);
        int matchState = (int) in.read(matches.accuracy);
        int literal = 0;
        for (int i = 0; i < count; i++) {
            int place = places.symbols[placeState];
            int match = matches.symbols[matchState];
            int length = lengths.symbols[lengthState];
            if (place > MAX_OFFSET_CODE
                    || match >= MATCH_BASES.length
                    || length >= LITERAL_BASES.length) {
                throw new IOException("a code that does not exist");
            }
            long offsetValue = (1L << place) + in.read(place);
            int matchLength = MATCH_BASES[match] + (int) in.read(MATCH_BITS[match]);
            int literalLength = LITERAL_BASES[length] + (int) in.read(LITERAL_BITS[length]);
            if (i < count - 1) {
                lengthState = lengths.bases[lengthState] + (int) in.read(lengths.bits[lengthState]);
                matchState = matches.bases[matchState] + (int) in.read(matches.bits[matchState]);
                placeState = places.bases[placeState] + (int) in.read(places.bits[placeState]);
            }
            append(literal, literalLength);
            literal += literalLength;
            copy(offset(offsetValue, literalLength == 0), matchLength, first);
        }
        if (in.left() != 0) {
            throw new IOException("sequences that do not end where their stream does");
        }
        return literal;
    }

    private void append(int from, int count) throws IOException {
        if (from + count > literals.count() || count > limit - out) {
            throw new IOException("a block that is larger than it may be");
        }
        System.arraycopy(literals.bytes(), from, output, out, count);
        out += count;
    }

    private void copy(long offset, int count, int first) throws IOException {
        if (offset <= 0 || offset > out - first || count > limit - out) {
            throw new IOException("a copy from outside of what was unpacked");
        }
        int from = out - (int) offset;
        if (offset >= count) {
            System.arraycopy(output, from, output, out, count);
        } else {
            for (int i = 0; i < count; i++) {
                output[out + i] = output[from + i];
            }
        }
        out += count;
    }

    /** The values 1 to 3 mean offsets that were used before. */
    private long offset(long value, boolean noLiterals) {
        if (value > offsets.length) {
            offsets[2] = offsets[1];
            offsets[1] = offsets[0];
            offsets[0] = (int) Math.min(value - offsets.length, Integer.MAX_VALUE);
            return offsets[0];
        }
        int index = (int) value - 1 + (noLiterals ? 1 : 0);
        if (index == 0) {
            return offsets[0];
        }
        int offset = index < offsets.length ? offsets[index] : offsets[0] - 1;
        if (index > 1) {
            offsets[2] = offsets[1];
        }
        offsets[1] = offsets[0];
        offsets[0] = offset;
        return offset;
    }
}
