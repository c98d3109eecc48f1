package org.cairn.dump.machine.internal;

import org.cairn.dump.packed.ZstdInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How a block is packed. */
enum Compression {
    /** RFC 1950. */
    ZLIB {
        @Override
        int unpack(byte[] packed, byte[] into) {
            try (Inflater inflater = new Inflater()) {
                inflater.setInput(packed);
                return inflater.inflate(into);
            } catch (DataFormatException damaged) {
                return DAMAGED;
            }
        }
    },
    /** LZO1X, as the Linux kernel's {@code lzo.rst} describes the stream. */
    LZO {
        @Override
        int unpack(byte[] packed, byte[] into) {
            return new Lzo(packed, into).unpack();
        }
    },
    /** The raw format of Snappy's {@code format_description.txt}, without frames. */
    SNAPPY {
        @Override
        int unpack(byte[] packed, byte[] into) {
            return new Snappy(packed, into).unpack();
        }
    },
    /** RFC 8878. */
    ZSTD {
        @Override
        int unpack(byte[] packed, byte[] into) {
            try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
                return in.readNBytes(into, 0, into.length);
            } catch (IOException damaged) {
                return DAMAGED;
            }
        }
    };

    /** What {@link #unpack} returns of a damaged block. */
    static final int DAMAGED = -1;

    /**
     * Unpacks a block.
     *
     * @param packed the whole block
     * @param into is filled from its beginning, and never exceeded
     * @return the number of bytes, or {@link #DAMAGED}
     */
    abstract int unpack(byte[] packed, byte[] into);
}
