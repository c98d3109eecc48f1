package org.cairn.dump.windows;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Writes a minidump: the header, room for the directory, then whatever is appended. It counts
 * offsets itself, so that a test knows them.
 */
final class MinidumpBytes {
    static final int MAX_STREAMS = 16;

    private static final int HEADER_SIZE = MinidumpFormat.MINIDUMP_HEADER.size();
    private static final int ENTRY_SIZE = MinidumpFormat.MINIDUMP_DIRECTORY.size();

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final Bytes header =
            Bytes.of(MinidumpFormat.MINIDUMP_HEADER)
                    .set("Signature", MinidumpFormat.SIGNATURE)
                    .set("Version", 0x61b1_0000L | MinidumpFormat.VERSION)
                    .set("StreamDirectoryRva", HEADER_SIZE);
    private int streams;

    /** Where the next bytes will be. */
    long position() {
        return HEADER_SIZE + (long) MAX_STREAMS * ENTRY_SIZE + content.size();
    }

    long append(byte[] bytes) {
        long at = position();
        content.writeBytes(bytes);
        return at;
    }

    long string(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_16LE);
        return append(
                Bytes.join(
                        Bytes.of(MinidumpFormat.MINIDUMP_STRING)
                                .set("Length", encoded.length)
                                .get(),
                        encoded,
                        new byte[Character.BYTES]));
    }

    MinidumpBytes stream(MinidumpStreamType type, byte[] bytes) {
        return entry(type.number(), bytes.length, append(bytes));
    }

    /** A directory entry that may lie. */
    MinidumpBytes entry(long type, long size, long rva) {
        directory.writeBytes(
                Bytes.of(MinidumpFormat.MINIDUMP_DIRECTORY)
                        .set("StreamType", type)
                        .set(
                                "Location",
                                MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR,
                                "DataSize",
                                size)
                        .set("Location", MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR, "Rva", rva)
                        .get());
        streams++;
        return this;
    }

    MinidumpBytes header(String field, long value) {
        header.set(field, value);
        return this;
    }

    byte[] get() {
        byte[] entries = new byte[MAX_STREAMS * ENTRY_SIZE];
        System.arraycopy(directory.toByteArray(), 0, entries, 0, directory.size());
        byte[] head = header.get();
        if (MinidumpFormat.MINIDUMP_HEADER
                        .field("NumberOfStreams")
                        .get(MemorySegment.ofArray(head), 0)
                == 0) {
            header.set("NumberOfStreams", streams);
        }
        return Bytes.join(head, entries, content.toByteArray());
    }

    /** A stream {@code MINIDUMP_SYSTEM_INFO} of Windows NT. */
    MinidumpBytes system(int architecture, int major, int minor, int build) {
        return stream(
                MinidumpStreamType.SYSTEM_INFO,
                Bytes.of(MinidumpFormat.MINIDUMP_SYSTEM_INFO)
                        .set("ProcessorArchitecture", architecture)
                        .set("NumberOfProcessors", 4)
                        .set("ProductType", 1)
                        .set("MajorVersion", major)
                        .set("MinorVersion", minor)
                        .set("BuildNumber", build)
                        .set("PlatformId", 2)
                        .set("CSDVersionRva", string("Service Pack 1"))
                        .get());
    }

    /** An entry of {@code MINIDUMP_MEMORY_LIST}. */
    static byte[] range(long start, long size, long rva) {
        return Bytes.of(MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR)
                .set("StartOfMemoryRange", start)
                .set("Memory", MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR, "DataSize", size)
                .set("Memory", MinidumpFormat.MINIDUMP_LOCATION_DESCRIPTOR, "Rva", rva)
                .get();
    }

    /** An entry of {@code MINIDUMP_MEMORY64_LIST}. */
    static byte[] range64(long start, long size) {
        return Bytes.of(MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR64)
                .set("StartOfMemoryRange", start)
                .set("DataSize", size)
                .get();
    }

    static byte[] memory64List(long number, long baseRva, byte[]... entries) {
        return Bytes.join(
                Bytes.of(MinidumpFormat.MINIDUMP_MEMORY64_LIST)
                        .set("NumberOfMemoryRanges", number)
                        .set("BaseRva", baseRva)
                        .get(),
                Bytes.join(entries));
    }

    static byte[] memoryInfoList(byte[]... entries) {
        return Bytes.join(
                Bytes.of(MinidumpFormat.MINIDUMP_MEMORY_INFO_LIST)
                        .set("SizeOfHeader", MinidumpFormat.MINIDUMP_MEMORY_INFO_LIST.size())
                        .set("SizeOfEntry", MinidumpFormat.MINIDUMP_MEMORY_INFO.size())
                        .set("NumberOfEntries", entries.length)
                        .get(),
                Bytes.join(entries));
    }

    static byte[] region(long start, long size, long state, long protect, long type) {
        return Bytes.of(MinidumpFormat.MINIDUMP_MEMORY_INFO)
                .set("BaseAddress", start)
                .set("AllocationBase", start)
                .set("RegionSize", size)
                .set("State", state)
                .set("Protect", protect)
                .set("Type", type)
                .get();
    }
}
