package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Dump;
import org.cairn.dump.Remark;
import org.cairn.memory.Absence;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;

class LimeReaderTest {
    private final Path folder;
    private final Path file;

    LimeReaderTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("memory.lime");
    }

    @Test
    void readsTheRangesOfLime() throws Exception {
        byte[] content = lime();

        try (OpenDump open = OpenDump.read(file, content)) {
            assertThat(open.dump().format()).isEqualTo("LiME image");
            MemoryCursor cursor = open.dump().memory().cursor();
            assertThat(cursor.seek(0x1fff, 1)).isTrue();
            assertThat(cursor.u8(0)).isEqualTo(1);
            assertThat(cursor.seek(0x1_0000_0000L, 0x2000)).isTrue();
            assertThat(cursor.u8(0x1fff)).isEqualTo(2);
            assertThat(open.dump().memory().runAt(0x2000))
                    .isEqualTo(new Run.Absent(0x2000, 0xffff_ffffL, Absence.NOT_CAPTURED));
            assertThat(open.dump().remarks()).isEmpty();
        }
        try (OpenDump open = OpenDump.read(file, Arrays.copyOf(content, content.length - 0x800))) {
            assertThat(open.dump().memory().runAt(0x1_0000_1800L))
                    .isEqualTo(new Run.Absent(0x1_0000_1800L, 0x1_0000_1fffL, Absence.TRUNCATED));
            assertThat(open.dump().remarks())
                    .containsExactly(
                            Remark.warning(
                                    "the file ends before its memory: 12,288 bytes promised in 2"
                                            + " ranges, 10,240 bytes there"));
        }
    }

    private static byte[] lime() {
        return new LittleEndian()
                .u32(0x4c69_4d45)
                .u32(1)
                .u64(0x1000, 0x1fff, 0)
                .fill(0x1000, 1)
                .u32(0x4c69_4d45)
                .u32(1)
                .u64(0x1_0000_0000L, 0x1_0000_1fffL, 0)
                .fill(0x2000, 2)
                .get();
    }

    @Test
    void unpacksTheChunksOfAvml() throws Exception {
        try (OpenDump open = OpenDump.read(file, avml())) {
            Dump dump = open.dump();
            assertThat(dump.format()).isEqualTo("AVML image");
            assertThat(dump.remarks()).isEmpty();
            MemoryCursor cursor = dump.memory().cursor();
            assertThat(cursor.seek(0x1000, 0x3000)).isTrue();
            assertThat(new String(cursor.bytes(0, 8), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("pagepage");
            assertThat(cursor.u32(0xffc)).isEqualTo(0x6567_6170);
            assertThat(cursor.u8(0x1000)).isEqualTo(7);
            assertThat(cursor.u8(0x2fff)).isEqualTo(7);
            assertThat(dump.memory().runAt(0x4000))
                    .isEqualTo(new Run.Absent(0x4000, 0x7fff, Absence.NOT_CAPTURED));
            assertThat(cursor.seek(0x8000, 0x1000)).isTrue();
            assertThat(cursor.u8(0xfff)).isEqualTo(9);
        }
    }

    @Test
    void damagedChunksAreAbsent() throws Exception {
        byte[] content = avml();
        content[32 + 10 + 8 + 2 + 5 + 1] = (byte) 0xfc;

        try (OpenDump open = OpenDump.read(file, content)) {
            assertThat(open.dump().memory().runAt(0x1000))
                    .isEqualTo(new Run.Absent(0x1000, 0x1fff, Absence.CORRUPT));
            assertThat(open.dump().memory().runAt(0x2000)).isInstanceOf(Run.Mapped.class);
        }
    }

    /**
     * The first page is {@code page} over and over: a literal of 4 bytes, then copies of 64 bytes
     * from 4 bytes before, and one of 60. The second chunk is not packed.
     */
    private static byte[] avml() {
        LittleEndian packed = new LittleEndian();
        packed.u8(0x80).u8(0x20).u8(3 << 2).text("page");
        for (int i = 0; i < 63; i++) {
            packed.u8(63 << 2 | 2).u16(4);
        }
        packed.u8(59 << 2 | 2).u16(4);
        LittleEndian image = new LittleEndian();
        image.u32(0x4c4d_5641).u32(2).u64(0x1000, 0x3fff, 0);
        image.u8(0xff).number(6, 3).text("sNaPpY");
        image.u8(0).number(packed.size() + 4, 3).u32(0).bytes(packed.get());
        image.u8(0xfe).number(5, 3).fill(5, 0);
        image.u8(1).number(0x2004, 3).u32(0).fill(0x2000, 7);
        image.u64(image.size() - 32);
        image.u32(0x4c4d_5641).u32(2).u64(0x8000, 0x8fff, 0);
        image.u8(0xff).number(6, 3).text("sNaPpY");
        image.u8(1).number(0x1004, 3).u32(0).fill(0x1000, 9);
        return image.u64(10 + 8 + 0x1000).get();
    }

    @Test
    void survivesCutsAndDamage() throws Exception {
        Survival survival = new Survival(folder.resolve("damaged"));
        survival.cuts(avml(), 17);
        survival.damage(avml(), 0, 300, 1000, 3);
        survival.cuts(lime(), 61);
        survival.damage(lime(), 0, 32, 300, 4);
        assertThat(survival.read()).isPositive();
    }
}
