package org.cairn.dump.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.cairn.dump.windows.MinidumpBytes.memory64List;
import static org.cairn.dump.windows.MinidumpBytes.memoryInfoList;
import static org.cairn.dump.windows.MinidumpBytes.range;
import static org.cairn.dump.windows.MinidumpBytes.range64;
import static org.cairn.dump.windows.MinidumpBytes.region;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

class CapturedMemoryTest {
    private static final long KERNEL = 0xffff_8000_0000_0000L;
    private static final long COMMIT = 0x1000;
    private static final long RESERVE = 0x2000;
    private static final long FREE = 0x1_0000;
    private static final long PRIVATE = 0x2_0000;

    private final Path file;

    CapturedMemoryTest(@TempDir Path folder) {
        file = folder.resolve("dump.dmp");
    }

    @Test
    void mapsBothLists() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        long a = minidump.append(Bytes.filled(0x10, 0xaa));
        long b = minidump.append(Bytes.join(Bytes.filled(0x20, 0xbb), Bytes.filled(0x8, 0xcc)));
        minidump.stream(
                MinidumpStreamType.MEMORY_LIST,
                Bytes.list(range(0xfe04_c8d8L, 0x10, a), range(0x1000, 0, 0)))
                .stream(
                        MinidumpStreamType.MEMORY64_LIST,
                        memory64List(2, b, range64(0x2000, 0x20), range64(KERNEL, 8)));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            AddressSpace memory = open.dump().memory();
            assertThat(value(memory, 0xfe04_c8e7L)).isEqualTo(0xaa);
            assertThat(value(memory, 0x201f)).isEqualTo(0xbb);
            assertThat(value(memory, KERNEL)).isEqualTo(0xcc);
            assertThat(memory.runAt(KERNEL + 8))
                    .isEqualTo(new Run.Absent(KERNEL + 8, -1L, Absence.NOT_CAPTURED));
            assertThat(open.dump().properties()).containsEntry("memory", "4 ranges, 56 bytes");
        }
    }

    @Test
    void joinsRangesThatFollowEachOther() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        long base = minidump.append(Bytes.filled(0x60, 1));
        minidump.stream(
                MinidumpStreamType.MEMORY64_LIST,
                memory64List(
                        3,
                        base,
                        range64(0x1000, 0x20),
                        range64(0x1020, 0x20),
                        range64(0x2000, 0x20)));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            assertThat(open.dump().memory().mapped(0, -1L))
                    .extracting(Run::start, Run::last)
                    .containsExactly(tuple(0x1000L, 0x103fL), tuple(0x2000L, 0x201fL));
        }
    }

    @Test
    void saysWhichMemoryTheFileLost() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        minidump.stream(
                MinidumpStreamType.MEMORY_INFO_LIST,
                memoryInfoList(
                        region(0, 0x1000, FREE, 1, 0), region(0x1000, 0x3000, COMMIT, 4, PRIVATE)));
        long base = minidump.position() + 16 + 3 * 16;
        minidump.stream(
                MinidumpStreamType.MEMORY64_LIST,
                memory64List(
                        3,
                        base,
                        range64(0x1000, 0x20),
                        range64(0x1020, 0x20),
                        range64(0x3000, 0x100)));
        minidump.append(Bytes.filled(0x30, 7));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            AddressSpace memory = open.dump().memory();
            assertThat(value(memory, 0x102f)).isEqualTo(7);
            assertThat(memory.runAt(0x1030))
                    .isEqualTo(new Run.Absent(0x1030, 0x103f, Absence.TRUNCATED));
            assertThat(why(memory, 0x30ff)).isEqualTo(Absence.TRUNCATED);
            assertThat(why(memory, 0x3100)).isEqualTo(Absence.NOT_CAPTURED);
            assertThat(open.dump().remarks())
                    .contains(
                            Remark.warning(
                                    "the file ends before its memory (3 ranges, 320 bytes): 2 ranges"
                                            + " cut or missing, 48 bytes there"));
        }
    }

    @Test
    void tellsFreeFromLeftOut() throws Exception {
        try (OpenDump open =
                map(
                        region(0, 0x1000, FREE, 1, 0),
                        region(0x1000, 0x1000, COMMIT, 0x104, PRIVATE),
                        region(0x2000, 0x1000, COMMIT, 0x20, 0x100_0000),
                        region(0x3000, 0x1000, RESERVE, 0, PRIVATE),
                        region(0x4000, 0x1000, 0x1ff3, 2, 0x4_0000))) {
            AddressSpace memory = open.dump().memory();
            assertThat(memory.runAt(0x500)).isEqualTo(absent(0, 0xfff, Absence.UNMAPPED));
            assertThat(memory.runAt(0x1500))
                    .isEqualTo(absent(0x1000, 0x2fff, Absence.NOT_CAPTURED));
            assertThat(why(memory, 0x3000)).isEqualTo(Absence.UNMAPPED);
            assertThat(why(memory, 0x4000)).isEqualTo(Absence.NOT_CAPTURED);
            assertThat(why(memory, KERNEL)).isEqualTo(Absence.UNMAPPED);
            assertThat(open.dump().regions())
                    .containsExactly(
                            new DumpRegion(0, 0xfff, 0, "free", "---", ""),
                            new DumpRegion(
                                    0x1000, 0x1fff, 0x1000, "commit", "rw- guard", "private"),
                            new DumpRegion(0x2000, 0x2fff, 0x2000, "commit", "r-x", "image"),
                            new DumpRegion(0x3000, 0x3fff, 0x3000, "reserve", "", "private"),
                            new DumpRegion(0x4000, 0x4fff, 0x4000, "", "r--", "mapped"));
        }
    }

    /** The ReactOS dumps of the corpus list only the regions that were kept. */
    @Test
    void doesNotCallUnmappedWhatAReducedMapLeavesOut() throws Exception {
        try (OpenDump open =
                map(
                        region(0x1000, 0x1000, COMMIT, 4, PRIVATE),
                        region(0x2000, 0x1000, RESERVE, 0, PRIVATE))) {
            AddressSpace memory = open.dump().memory();
            assertThat(why(memory, 0x1000)).isEqualTo(Absence.NOT_CAPTURED);
            assertThat(memory.runAt(0x2000)).isEqualTo(absent(0x2000, 0x2fff, Absence.UNMAPPED));
            assertThat(why(memory, 0x3000)).isEqualTo(Absence.NOT_CAPTURED);
        }
    }

    @Test
    void readsLongerHeadersAndEntriesOfTheMap() throws Exception {
        byte[] list = memoryInfoList(region(0, 0x1000, FREE, 1, 0));
        byte[] padded =
                Bytes.join(
                        Bytes.of(MinidumpFormat.MINIDUMP_MEMORY_INFO_LIST)
                                .set("SizeOfHeader", 24)
                                .set("SizeOfEntry", 56)
                                .set("NumberOfEntries", 2)
                                .get(),
                        new byte[8],
                        region(0, 0x1000, FREE, 1, 0),
                        new byte[8],
                        region(0x1000, 0x1000, COMMIT, 4, PRIVATE),
                        new byte[8]);
        assertThat(list).hasSize(64);

        try (OpenDump open =
                OpenDump.read(
                        file,
                        new MinidumpBytes()
                                .stream(MinidumpStreamType.MEMORY_INFO_LIST, padded).get())) {
            assertThat(open.dump().regions())
                    .extracting(DumpRegion::start, DumpRegion::state)
                    .containsExactly(tuple(0L, "free"), tuple(0x1000L, "commit"));
        }
    }

    @Test
    void saysThatMemoryOverlaps() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        long base = minidump.append(Bytes.join(Bytes.filled(0x20, 1), Bytes.filled(0x20, 2)));
        minidump.stream(
                MinidumpStreamType.MEMORY64_LIST,
                memory64List(2, base, range64(0x1010, 0x20), range64(0x1000, 0x20)));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            assertThat(value(open.dump().memory(), 0x100f)).isEqualTo(2);
            assertThat(value(open.dump().memory(), 0x1010)).isEqualTo(1);
            assertThat(open.dump().remarks())
                    .contains(
                            Remark.warning(
                                    "memory ranges overlap by 16 bytes; the range listed first"
                                            + " counts"));
        }
    }

    @Test
    void cutsRangesAtTheEndOfTheAddressSpace() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        long base = minidump.append(Bytes.filled(0x40, 3));
        minidump.stream(
                MinidumpStreamType.MEMORY64_LIST,
                memory64List(2, base, range64(-0x10L, 0x20), range64(0x1000, 0x20)));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            Dump dump = open.dump();
            assertThat(value(dump.memory(), -1L)).isEqualTo(3);
            assertThat(why(dump.memory(), 0)).isEqualTo(Absence.NOT_CAPTURED);
            assertThat(value(dump.memory(), 0x1000)).isEqualTo(3);
        }
    }

    @Test
    void sizesMayWrap() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        long base = minidump.append(Bytes.filled(0x40, 3));
        minidump.stream(
                MinidumpStreamType.MEMORY64_LIST,
                memory64List(
                        4,
                        base,
                        range64(0x1000, 0x10),
                        range64(0x2000, -0x2000L),
                        range64(0x5000, 0x7fff_ffff_ffff_ffffL),
                        range64(0x6000, 0x20)));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            assertThat(value(open.dump().memory(), 0x1000)).isEqualTo(3);
            assertThat(value(open.dump().memory(), 0x2000)).isEqualTo(3);
            assertThat(why(open.dump().memory(), KERNEL)).isEqualTo(Absence.TRUNCATED);
        }
    }

    @Test
    void memoryDoesNotLieInTheHeader() throws Exception {
        MinidumpBytes minidump = new MinidumpBytes();
        minidump.stream(
                MinidumpStreamType.MEMORY_LIST,
                Bytes.list(range(0x1000, 0x10, 0), range(0x2000, 0x10, 0x1f)));

        try (OpenDump open = OpenDump.read(file, minidump.get())) {
            assertThat(why(open.dump().memory(), 0x1000)).isEqualTo(Absence.CORRUPT);
            assertThat(why(open.dump().memory(), 0x200f)).isEqualTo(Absence.CORRUPT);
            assertThat(open.dump().remarks())
                    .contains(
                            Remark.warning(
                                    "the bytes of 2 memory ranges would lie inside the file's header"));
        }
    }

    private OpenDump map(byte[]... regions) throws Exception {
        return OpenDump.read(
                file,
                new MinidumpBytes()
                        .stream(MinidumpStreamType.MEMORY_INFO_LIST, memoryInfoList(regions))
                                .get());
    }

    private static Run absent(long first, long last, Absence why) {
        return new Run.Absent(first, last, why);
    }

    private static int value(AddressSpace memory, long address) {
        assertThat(memory.runAt(address)).isInstanceOf(Run.Mapped.class);
        Run.Mapped run = (Run.Mapped) memory.runAt(address);
        return run.bytes().get(ValueLayout.JAVA_BYTE, address - run.start()) & 0xff;
    }

    private static Absence why(AddressSpace memory, long address) {
        assertThat(memory.runAt(address)).isInstanceOf(Run.Absent.class);
        return ((Run.Absent) memory.runAt(address)).why();
    }
}
