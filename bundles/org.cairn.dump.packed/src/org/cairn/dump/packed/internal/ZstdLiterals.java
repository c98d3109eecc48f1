package org.cairn.dump.packed.internal;

import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.Arrays;

/**
 * The literals of a block (RFC 8878, 3.1.1.3.1). A Huffman code may be used again by the next block
 * of the frame.
 */
final class ZstdLiterals {
    private final byte[] bytes = new byte[ZstdBlock.MAX_SIZE];
    private int count;
    private @Nullable ZstdHuffman huffman;

    /** Begins a frame. */
    void begin() {
        huffman = null;
    }

    /** The literals, and room. */
    byte[] bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    /** Reads the literals; returns where they end. */
    int read(BlockBytes in) throws IOException {
        int header = in.u8(0);
        int kind = header & 3;
        int format = header >> 2 & 3;
        if (kind <= 1) {
            int length = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
            int shift = length == 1 ? 3 : 4;
            count = requireCount(in.number(0, length) >> shift);
            int stored = kind == 1 ? 1 : count;
            if (stored > in.end() - length) {
                throw new IOException("literals that are cut");
            }
            if (kind == 1) {
                Arrays.fill(bytes, 0, count, in.bytes()[length]);
            } else {
                System.arraycopy(in.bytes(), length, bytes, 0, count);
            }
            return length + stored;
        }
        int length = Math.max(3, format + 2);
        int width = format <= 1 ? 10 : format == 2 ? 14 : 18;
        long sizes = in.number(0, length) >> 4;
        count = requireCount(sizes & (1 << width) - 1);
        int packed = (int) (sizes >> width & (1 << width) - 1);
        if (packed > in.end() - length) {
            throw new IOException("literals that are cut");
        }
        int from = length;
        int to = length + packed;
        if (kind == 2) {
            ZstdHuffman.Read read = ZstdHuffman.read(in.bytes(), from, to);
            huffman = read.code();
            from = read.end();
        }
        ZstdHuffman code = huffman;
        if (code == null) {
            throw new IOException("a block that uses a Huffman code before there is one");
        }
        if (format == 0) {
            code.decode(in.bytes(), from, to, bytes, 0, count);
        } else {
            fourStreams(in, code, from, to);
        }
        return to;
    }

    private static int requireCount(long number) throws IOException {
        if (number > ZstdBlock.MAX_SIZE) {
            throw new IOException("more literals than a block may have");
        }
        return (int) number;
    }

    private void fourStreams(BlockBytes in, ZstdHuffman code, int from, int to) throws IOException {
        int start = from + 3 * Short.BYTES;
        int each = (count + 3) / 4;
        int done = 0;
        for (int i = 0; i < 4; i++) {
            int stop = i == 3 ? to : start + (int) in.number(from + i * Short.BYTES, Short.BYTES);
            int part = i == 3 ? count - done : each;
            if (stop > to || part < 0) {
                throw new IOException("literals whose streams do not fit");
            }
            code.decode(in.bytes(), start, stop, bytes, done, part);
            start = stop;
            done += part;
        }
    }
}
