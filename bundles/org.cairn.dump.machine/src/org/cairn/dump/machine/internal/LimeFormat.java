package org.cairn.dump.machine.internal;

import org.cairn.memory.Structure;

/** The headers of LiME ({@code doc/README.md} of LiME) and AVML images, and Snappy's frames. */
final class LimeFormat {
    /** The characters EMiL. */
    static final long LIME_MAGIC = 0x4c69_4d45;

    static final long LIME_VERSION = 1;

    /** The characters AVML, read from the highest byte. */
    static final long AVML_MAGIC = 0x4c4d_5641;

    static final long AVML_VERSION = 2;

    /** Begins each range; both addresses belong to it. */
    static final Structure HEADER =
            Structure.named("lime_mem_range_header")
                    .u32("magic")
                    .u32("version")
                    .u64("s_addr")
                    .u64("e_addr")
                    .u64("reserved")
                    .build();

    /** Follows the frames of an AVML range: their length. */
    static final int AVML_TRAILER = Long.BYTES;

    /** A chunk of a Snappy frame: one byte of type, three of length, then a checksum. */
    static final Structure CHUNK =
            Structure.named("snappy chunk").u32("header").u32("checksum").build();

    static final int CHUNK_COMPRESSED = 0;
    static final int CHUNK_PLAIN = 1;

    /** Types from here to 0x7f must not be skipped. */
    static final int FIRST_RESERVED_CHUNK = 2;

    static final int LAST_RESERVED_CHUNK = 0x7f;

    /** The most that a chunk holds. */
    static final int CHUNK_LIMIT = 1 << 16;

    private LimeFormat() {}
}
