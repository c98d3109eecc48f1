package org.cairn.dump.packed;

import org.cairn.dump.packed.internal.XxHash64;
import org.cairn.dump.packed.internal.ZstdBlock;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Unpacks Zstandard (RFC 8878): frames that follow each other, and frames to skip. Checksums are
 * verified. Dictionaries and windows above 128 MB (as {@code zstd --long=31} makes them) are
 * refused. Not safe for use by several threads.
 */
public final class ZstdInputStream extends InputStream {
    /** Begins a frame. */
    static final int MAGIC = 0xfd2f_b528;

    /** Begins a frame to skip; the lowest four bits may be any. */
    static final int SKIPPABLE = 0x184d_2a50;

    static final int SKIPPABLE_MASK = ~0xf;

    /** The largest distance that a copy may have. */
    private static final int MAX_WINDOW = 1 << 27;

    private static final int SLACK = 1 << 24;
    private static final int LEAST_WINDOW_BITS = 10;
    private static final int PADDING = Long.BYTES;
    private static final int[] DICTIONARY_SIZES = {0, 1, 2, 4};
    private static final int RAW = 0;
    private static final int REPEATED = 1;
    private static final int COMPRESSED = 2;

    private final InputStream in;
    private final ZstdBlock blocks;
    private final XxHash64 checksum = new XxHash64();
    private final byte[] packed = new byte[ZstdBlock.MAX_SIZE + PADDING];
    private byte[] window = new byte[2 * ZstdBlock.MAX_SIZE];
    private int windowSize;
    private int start;
    private int end;
    private int position;
    private boolean inFrame;
    private boolean ended;
    private boolean hasChecksum;
    private boolean lastBlock;
    private long promised;
    private long unpacked;

    /**
     * Opens a stream.
     *
     * @param in the packed bytes; closed with this stream
     * @throws IOException never at present
     */
    public ZstdInputStream(InputStream in) throws IOException {
        this.in = in;
        this.blocks = new ZstdBlock();
    }

    @Override
    public int read() throws IOException {
        return fill() ? window[position++] & 0xff : -1;
    }

    @Override
    @NonNullByDefault({})
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = Math.min(count, end - position);
        System.arraycopy(window, position, into, offset, taken);
        position += taken;
        return taken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Unpacks until there is a byte to give; false at the end. */
    private boolean fill() throws IOException {
        while (position == end && !ended) {
            if (!inFrame) {
                beginFrame();
            } else if (lastBlock) {
                endFrame();
            } else {
                block();
            }
        }
        return position < end;
    }

    private int u8() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("the packed bytes end inside a frame");
        }
        return value;
    }

    private long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) u8() << Byte.SIZE * i;
        }
        return value;
    }

    private void beginFrame() throws IOException {
        int first = in.read();
        if (first < 0) {
            ended = true;
            return;
        }
        int magic = first | (int) number(3) << Byte.SIZE;
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
            in.skipNBytes(number(Integer.BYTES));
            return;
        }
        if (magic != MAGIC) {
            throw new IOException("no frame of Zstandard");
        }
        header();
        inFrame = true;
        lastBlock = false;
        unpacked = 0;
        checksum.reset();
        blocks.begin();
        start = 0;
        end = 0;
        position = 0;
    }

    private void header() throws IOException {
        int descriptor = u8();
        boolean single = (descriptor & 0x20) != 0;
        hasChecksum = (descriptor & 0x4) != 0;
        if ((descriptor & 0x8) != 0) {
            throw new IOException("a frame of a later version of Zstandard");
        }
        long size = single ? 0 : windowSize(u8());
        if (number(DICTIONARY_SIZES[descriptor & 3]) != 0) {
            throw new IOException("packed with a dictionary, which is not at hand");
        }
        int width = descriptor >> 6 == 0 ? single ? 1 : 0 : 1 << (descriptor >> 6);
        promised = width == 0 ? -1 : number(width) + (width == Short.BYTES ? 0x100 : 0);
        if (single) {
            size = promised;
        }
        if (size < 0 || size > MAX_WINDOW) {
            throw new IOException("packed with a window of more than 128 MB");
        }
        windowSize = (int) Math.max(size, 1 << LEAST_WINDOW_BITS);
    }

    private static long windowSize(int descriptor) {
        long base = 1L << LEAST_WINDOW_BITS + (descriptor >> 3);
        return base + base / 8 * (descriptor & 7);
    }

    private void endFrame() throws IOException {
        if (promised >= 0 && promised != unpacked) {
            throw new IOException("a frame of another size than it says");
        }
        if (hasChecksum && number(Integer.BYTES) != (checksum.value() & 0xffff_ffffL)) {
            throw new IOException("a frame whose checksum is wrong");
        }
        inFrame = false;
    }

    private void block() throws IOException {
        int header = (int) number(3);
        lastBlock = (header & 1) != 0;
        int size = header >> 3;
        int most = Math.min(windowSize, ZstdBlock.MAX_SIZE);
        if (size > ZstdBlock.MAX_SIZE) {
            throw new IOException("a block that is larger than it may be");
        }
        makeRoom(ZstdBlock.MAX_SIZE);
        int from = end;
        switch (header >> 1 & 3) {
            case RAW -> {
                readFully(window, size);
                end += size;
            }
            case REPEATED -> {
                Arrays.fill(window, end, end + size, (byte) u8());
                end += size;
            }
            case COMPRESSED -> {
                readPacked(size);
                end += blocks.unpack(packed, size, window, start, end, most);
            }
            default -> throw new IOException("a block of unknown kind");
        }
        unpacked += end - from;
        if (hasChecksum) {
            checksum.update(window, from, end - from);
        }
    }

    private void readFully(byte[] into, int size) throws IOException {
        if (in.readNBytes(into, end, size) < size) {
            throw new EOFException("the packed bytes end inside a block");
        }
    }

    private void readPacked(int size) throws IOException {
        if (in.readNBytes(packed, 0, size) < size) {
            throw new EOFException("the packed bytes end inside a block");
        }
        Arrays.fill(packed, size, size + PADDING, (byte) 0);
    }

    /** Keeps what copies may reach; the buffer grows only as bytes come. */
    private void makeRoom(int count) {
        if (window.length - end < count) {
            int kept = Math.min(windowSize, end - start);
            int wanted = kept + Math.max(count, Math.min(2 * kept, SLACK));
            byte[] target = wanted > window.length ? new byte[wanted] : window;
            System.arraycopy(window, end - kept, target, 0, kept);
            window = target;
            start = 0;
            end = kept;
            position = kept;
        }
        start = Math.max(start, end - windowSize);
    }
}
