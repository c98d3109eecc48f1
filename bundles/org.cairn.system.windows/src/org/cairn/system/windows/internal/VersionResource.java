package org.cairn.system.windows.internal;

import org.cairn.memory.AddressSpace;
import org.cairn.memory.Structure;

/** The version resource of an image: {@code VS_FIXEDFILEINFO}, found through the resource tree. */
final class VersionResource {
    /** {@code RT_VERSION} */
    static final int RT_VERSION = 16;

    /** {@code IMAGE_RESOURCE_DIRECTORY}; entries of 8 bytes follow. */
    static final Structure DIRECTORY =
            Structure.named("IMAGE_RESOURCE_DIRECTORY")
                    .at(12)
                    .u16("NumberOfNamedEntries")
                    .u16("NumberOfIdEntries")
                    .build();

    static final Structure FIXED_FILE_INFO =
            Structure.named("VS_FIXEDFILEINFO")
                    .u32("dwSignature")
                    .u32("dwStrucVersion")
                    .u32("dwFileVersionMS")
                    .u32("dwFileVersionLS")
                    .build();

    static final long FIXED_SIGNATURE = 0xfeef_04bdL;

    private static final int ENTRY_SIZE = 8;
    private static final int MAX_ENTRIES = 4096;
    private static final int LEVELS = 3;
    private static final long SUBDIRECTORY = 1L << 31;

    /** {@code VS_VERSIONINFO} begins with three words and the text VS_VERSION_INFO, padded. */
    private static final int FIXED_OFFSET = 40;

    private final Values values;
    private final long base;
    private final long root;
    private final long limit;

    VersionResource(AddressSpace space, long base, long root, long limit) {
        this.values = new Values(space);
        this.base = base;
        this.root = root;
        this.limit = limit;
    }

    /** Four numbers with dots, or empty when they are not in the dump. */
    String version() {
        long directory = root;
        for (int level = 0; level < LEVELS; level++) {
            long target = entry(directory, level == 0);
            boolean leaf = (target & SUBDIRECTORY) == 0;
            if (target == 0 || leaf != (level == LEVELS - 1)) {
                return "";
            }
            directory = root + (target & ~SUBDIRECTORY);
        }
        long rva = values.integer(directory, Integer.BYTES);
        return rva == 0 || rva >= limit ? "" : fixed(base + rva + FIXED_OFFSET);
    }

    /** The first entry of a directory, or the one of the version. */
    private long entry(long directory, boolean top) {
        long count =
                values.get(directory, DIRECTORY.field("NumberOfNamedEntries"))
                        + values.get(directory, DIRECTORY.field("NumberOfIdEntries"));
        for (long i = 0; i < Math.min(count, MAX_ENTRIES); i++) {
            long at = directory + DIRECTORY.size() + i * ENTRY_SIZE;
            if (!top || values.integer(at, Integer.BYTES) == RT_VERSION) {
                return values.integer(at + Integer.BYTES, Integer.BYTES);
            }
        }
        return 0;
    }

    private String fixed(long info) {
        if (values.get(info, FIXED_FILE_INFO.field("dwSignature")) != FIXED_SIGNATURE) {
            return "";
        }
        long high = values.get(info, FIXED_FILE_INFO.field("dwFileVersionMS"));
        long low = values.get(info, FIXED_FILE_INFO.field("dwFileVersionLS"));
        return (high >>> 16) + "." + (high & 0xffff) + "." + (low >>> 16) + "." + (low & 0xffff);
    }
}
