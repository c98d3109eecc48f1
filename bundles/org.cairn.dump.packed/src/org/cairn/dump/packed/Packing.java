package org.cairn.dump.packed;

import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.cairn.dump.packed.internal.SingleMember;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/** How a file is packed; recognised by its first bytes, whatever its name. */
public enum Packing {
    /** gzip (RFC 1952), also several members that follow each other. */
    GZIP("gzip", 0x08_8b1f, 0xff_ffff) {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return GzipCompressorInputStream.builder()
                    .setInputStream(packed)
                    .setDecompressConcatenated(true)
                    .get();
        }
    },
    /** Zstandard (RFC 8878). */
    ZSTD("Zstandard", ZstdInputStream.MAGIC, -1) {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new ZstdInputStream(packed);
        }
    },
    /** A file of Zstandard that begins with a frame to skip. */
    ZSTD_SKIPPABLE("Zstandard", ZstdInputStream.SKIPPABLE, ZstdInputStream.SKIPPABLE_MASK) {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new ZstdInputStream(packed);
        }
    },
    /** xz (The .xz File Format 1.2), with a dictionary of up to 100 MB. */
    XZ("xz", 0x587a_37fd, -1) {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return XZCompressorInputStream.builder()
                    .setInputStream(packed)
                    .setDecompressConcatenated(true)
                    .setMemoryLimitKiB(XZ_MEMORY_KIB)
                    .get();
        }
    },
    /** zip (APPNOTE 6.3) with exactly one file in it. */
    ZIP("zip", 0x0403_4b50, -1) {
        @Override
        InputStream unpack(InputStream packed) throws IOException {
            return new SingleMember(packed);
        }
    };

    private static final int XZ_MEMORY_KIB = 100 << 10;
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String label;
    private final int magic;
    private final int mask;

    Packing(String label, int magic, int mask) {
        this.label = label;
        this.magic = magic;
        this.mask = mask;
    }

    /**
     * Recognises a packed file.
     *
     * @param bytes the whole file
     * @return how it is packed, empty when it is not
     */
    public static Optional<Packing> of(MemorySegment bytes) {
        if (bytes.byteSize() < Integer.BYTES) {
            return Optional.empty();
        }
        int word = bytes.get(U32, 0);
        for (Packing packing : values()) {
            if ((word & packing.mask) == packing.magic) {
                return Optional.of(packing);
            }
        }
        return Optional.empty();
    }

    /**
     * The name of the format.
     *
     * @return for people
     */
    public String label() {
        return label;
    }

    /**
     * Unpacks a stream.
     *
     * @param packed the packed bytes
     * @return the bytes that were packed
     * @throws IOException when the beginning is damaged
     */
    abstract InputStream unpack(InputStream packed) throws IOException;
}
