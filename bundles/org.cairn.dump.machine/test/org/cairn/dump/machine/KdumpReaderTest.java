package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Absence;
import org.cairn.memory.Extent;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;

class KdumpReaderTest {
    private static final int PAGE = 0x1000;

    private final Path folder;
    private final Path file;

    KdumpReaderTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("vmcore");
    }

    /** Pages 1, 2 and 9 of 12, not flattened, of a 32-bit and a 64-bit kernel. */
    @Test
    void readsWhatMakedumpfileWrites() throws Exception {
        for (int status : new int[] {412, 424}) {
            try (OpenDump open = OpenDump.read(file, kdump(status, 1))) {
                assertThat(open.dump().format()).isEqualTo("kdump-compressed dump");
                assertThat(open.dump().properties())
                        .containsEntry("kernel", "Linux 6.1.0")
                        .containsEntry("machine", "x86_64")
                        .containsEntry("pages", "3");
                MemoryCursor cursor = open.dump().memory().cursor();
                assertThat(cursor.seek(PAGE, 2 * PAGE)).isTrue();
                assertThat(cursor.u8(0)).isEqualTo(1);
                assertThat(cursor.u8(PAGE)).isEqualTo(2);
                assertThat(cursor.seek(9 * PAGE, PAGE)).isTrue();
                assertThat(cursor.u8(PAGE - 1)).isEqualTo(3);
                assertThat(open.dump().memory().runAt(3 * PAGE))
                        .isEqualTo(new Run.Absent(3 * PAGE, 9 * PAGE - 1, Absence.NOT_CAPTURED));
                assertThat(open.dump().memory().runAt(10 * PAGE))
                        .isEqualTo(new Run.Absent(10 * PAGE, -1L, Absence.NOT_CAPTURED));
            }
        }
    }

    @Test
    void pagesThatCannotBeUnpackedAreAbsent() throws Exception {
        byte[] whole = kdump(424, 1);
        byte[] damaged = whole.clone();
        damaged[5 * PAGE] = 0x55;
        try (OpenDump open = OpenDump.read(file, damaged)) {
            assertThat(open.dump().memory().runAt(PAGE))
                    .isEqualTo(new Run.Absent(PAGE, 2 * PAGE - 1, Absence.CORRUPT));
        }
        try (OpenDump open =
                OpenDump.read(file, java.util.Arrays.copyOf(whole, whole.length - 1))) {
            assertThat(open.dump().memory().runAt(9 * PAGE))
                    .isEqualTo(new Run.Absent(9 * PAGE, 10 * PAGE - 1, Absence.TRUNCATED));
        }
    }

    /** The page was packed by zstd 1.5.4: 4,096 times the letter A. */
    @Test
    void readsPagesOfZstandard() throws Exception {
        byte[] page = Base64.getDecoder().decode("KLUv/QRYTQAAEEFBAQD79wEWw1grbQ==");
        byte[] dump = kdump(424, 0x20);
        System.arraycopy(page, 0, dump, 5 * PAGE, page.length);
        ByteBuffer descriptor = ByteBuffer.wrap(dump, 4 * PAGE, 24).order(ByteOrder.LITTLE_ENDIAN);
        descriptor.putLong(5 * PAGE).putInt(page.length).putInt(0x20);
        try (OpenDump open = OpenDump.read(file, dump)) {
            MemoryCursor cursor = open.dump().memory().cursor();
            assertThat(cursor.seek(PAGE, PAGE)).isTrue();
            assertThat(cursor.u8(0)).isEqualTo('A');
            assertThat(cursor.u8(PAGE - 1)).isEqualTo('A');
            assertThat(open.dump().memory().extent()).isEqualTo(new Extent(3 * PAGE, 2));
        }
    }

    /** Blocks: header, sub-header, two bitmaps in one block each, descriptors and pages. */
    private static byte[] kdump(int status, int flags) throws IOException {
        LittleEndian dump = new LittleEndian();
        dump.text("KDUMP   ").u32(6).text("Linux").to(12 + 2 * 65).text("6.1.0");
        dump.to(12 + 4 * 65).text("x86_64").to(status);
        dump.u32(flags).u32(PAGE).u32(1).u32(2).u32(12).u32(12).u32(0).u32(3).u32(0).u32(1);
        dump.to(2 * PAGE).u16(0xfff).to(3 * PAGE).u16(0b10_0000_0110).to(4 * PAGE);
        byte[][] pages = {zlib(1), zlib(2), new LittleEndian().fill(PAGE, 3).get()};
        int offset = 5 * PAGE;
        for (byte[] page : pages) {
            dump.u64(offset).u32(page.length).u32(page.length == PAGE ? 0 : 1).u64(0);
            offset += page.length;
        }
        dump.to(5 * PAGE);
        for (byte[] page : pages) {
            dump.bytes(page);
        }
        return dump.get();
    }

    private static byte[] zlib(int fill) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(new LittleEndian().fill(PAGE, fill).get());
        }
        return packed.toByteArray();
    }

    @Test
    void survivesCutsAndDamage() throws Exception {
        Survival survival = new Survival(folder.resolve("damaged"));
        byte[] plain = kdump(424, 1);
        survival.cuts(plain, 97);
        survival.damage(plain, 424, 480, 500, 5);
        survival.damage(plain, 2 * PAGE, plain.length, 500, 6);
        for (String packing : new String[] {"zlib", "lzo", "snappy"}) {
            byte[] flat =
                    Files.readAllBytes(Corpus.file("paging/x86-pae.kdump-" + packing, folder));
            survival.cuts(flat, flat.length / 20);
            survival.damage(flat, 0x1000, 0x3000, 20, 7);
            survival.damage(flat, flat.length / 2, flat.length, 20, 8);
        }
        assertThat(survival.read()).isPositive();
    }
}
