package org.cairn.dump.machine.internal;

import org.cairn.memory.Structure;

/**
 * The structures of a kdump-compressed dump, as makedumpfile's {@code diskdump_mod.h} and QEMU's
 * {@code dump.h} declare them, and of makedumpfile's flattened form.
 */
final class KdumpFormat {
    /** The characters KDUMP and three blanks. */
    static final long SIGNATURE = 0x2020_2050_4d55_444bL;

    static final int STATUS_SNAPPY = 4;
    static final int STATUS_ZSTD = 0x20;

    /** From this version of the header on the notes are in the dump. */
    static final int VERSION_WITH_NOTES = 4;

    /** From this version of the header on page numbers may pass 32 bits. */
    static final int VERSION_WITH_64_BIT_NUMBERS = 6;

    static final int SMALLEST_BLOCK = 1 << 12;
    static final int LARGEST_BLOCK = 1 << 16;

    /** {@code new_utsname}: six texts of 65 characters. */
    private static final int UTSNAME_TEXT = 65;

    private static final int UTSNAME_64_STATUS = 424;
    private static final int UTSNAME_32_STATUS = 412;

    /** A page: where it is and how it is packed. */
    static final Structure PAGE_DESC =
            Structure.named("page_desc")
                    .u64("offset")
                    .u32("size")
                    .u32("flags")
                    .u64("page_flags")
                    .build();

    private static final Structure SUB_HEADER_64 =
            Structure.named("kdump_sub_header")
                    .u64("phys_base")
                    .u32("dump_level")
                    .u32("split")
                    .u64("start_pfn")
                    .u64("end_pfn")
                    .u64("offset_vmcoreinfo")
                    .u64("size_vmcoreinfo")
                    .u64("offset_note")
                    .u64("size_note")
                    .u64("offset_eraseinfo")
                    .u64("size_eraseinfo")
                    .u64("start_pfn_64")
                    .u64("end_pfn_64")
                    .u64("max_mapnr_64")
                    .build();
    private static final Structure SUB_HEADER_32 =
            Structure.named("kdump_sub_header")
                    .u32("phys_base")
                    .u32("dump_level")
                    .u32("split")
                    .u32("start_pfn")
                    .u32("end_pfn")
                    .u64("offset_vmcoreinfo")
                    .u32("size_vmcoreinfo")
                    .u64("offset_note")
                    .u32("size_note")
                    .u64("offset_eraseinfo")
                    .u32("size_eraseinfo")
                    .u64("start_pfn_64")
                    .u64("end_pfn_64")
                    .u64("max_mapnr_64")
                    .build();

    private static final Structure HEADER_64 = header(UTSNAME_64_STATUS);
    private static final Structure HEADER_32 = header(UTSNAME_32_STATUS);

    /** The characters makedumpfile; numbers in this form are big-endian. */
    static final String FLAT_SIGNATURE = "makedumpfile";

    static final int FLAT_HEADER = 1 << 12;
    static final int FLAT_RECORD = 2 * Long.BYTES;

    private KdumpFormat() {}

    static Structure header(boolean wide) {
        return wide ? HEADER_64 : HEADER_32;
    }

    static Structure subHeader(boolean wide) {
        return wide ? SUB_HEADER_64 : SUB_HEADER_32;
    }

    private static Structure header(int status) {
        return Structure.named("disk_dump_header")
                .u64("signature")
                .u32("header_version")
                .bytes("sysname", "char[65]", UTSNAME_TEXT)
                .bytes("nodename", "char[65]", UTSNAME_TEXT)
                .bytes("release", "char[65]", UTSNAME_TEXT)
                .bytes("version", "char[65]", UTSNAME_TEXT)
                .bytes("machine", "char[65]", UTSNAME_TEXT)
                .bytes("domainname", "char[65]", UTSNAME_TEXT)
                .at(status)
                .u32("status")
                .u32("block_size")
                .u32("sub_hdr_size")
                .u32("bitmap_blocks")
                .u32("max_mapnr")
                .u32("total_ram_blocks")
                .u32("device_blocks")
                .u32("written_blocks")
                .u32("current_cpu")
                .u32("nr_cpus")
                .build();
    }
}
