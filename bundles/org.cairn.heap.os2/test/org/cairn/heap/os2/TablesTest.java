package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.FieldValue;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables of records in blocks, and the records of a segment, one by one. */
class TablesTest {
    private static final long BASE = 0xfdf1f000L;
    private static final int VOLUME = 0x7b;
    private static final int VOLUMES_HEADER = 0x12;

    /** "Volume Parameter Block (VPB)": the header that the handbook prints, without the records. */
    @Test
    void theHeaderOfTheTableOfVolumes() throws Exception {
        Kernel kernel = Kernel.of(Display.lines(Display.VPB_BEGIN, Display.VPB_END));
        assertThat(fields(kernel, 0xfe6fd4e8L))
                .containsExactly(
                        "structure=header of a table of records in a segment (VMBH16)",
                        "bh_cbRecord=0x7b",
                        "bh_offFreeHead=0x5d6",
                        "bh_offEndValid=0x9ae");
    }

    /** The volume of the same example, at 98:12; the one at 8d is free. */
    @Test
    void volumes() {
        ByteBuffer data = data(VOLUMES_HEADER + 2 * VOLUME + 2);
        words(data, 0, VOLUME, 0x8d, VOLUMES_HEADER + 2 * VOLUME);
        words(data, VOLUMES_HEADER, 0, 0x8d, 0x7b, 0);
        data.putShort(VOLUMES_HEADER + 9, (short) 0x444a);
        data.putInt(VOLUMES_HEADER + 0x51, 0x2671_5015);
        words(data, VOLUMES_HEADER + 0x55, 0xc4, 0x4b8, 0x200);
        text(data, VOLUMES_HEADER + 0x63, "UNLABELED");
        data.put(VOLUMES_HEADER + 0x77, (byte) 7);
        assertThat(fields(0xffa2, data))
                .contains(
                        "structure=volume parameter block (VPB)",
                        "vpb_blink=0x8d",
                        "vpb_ref_count=123",
                        "vpb_signature=0x444a",
                        "vpi_ID=0x26715015",
                        "vpi_pDPB=04b8:00c4",
                        "vpi_cbSector=512",
                        "vpi_text=\"UNLABELED\"",
                        "vpi_drive=7")
                .filteredOn(field -> field.startsWith("structure="))
                .hasSize(2);
    }

    /** Where the header is another one, it is said that nothing tells where a volume begins. */
    @Test
    void volumesWithoutAHeader() {
        assertThat(fields(0xffa2, data(0x200)))
                .containsExactly(
                        "structure=nothing here says where a record begins; os2 structure VPB"
                                + " shows one");
    }

    /** "Current Directory Structure (CDS)": the chain of records up to handle 90, and that one. */
    @Test
    void currentDirectories() {
        ByteBuffer data = data(0x600);
        words(data, 0, 0x600, 0x49d, 0x14, 0x1ae, 1, 0, 0x400, 0, 0xff61, 0);
        int at = 0x14;
        int[][] records = {
            {0x8028, 0},
            {0x28, 0x1c},
            {0x28, 0x1d},
            {0x26, 0x1e},
            {0x8023, 0x14},
            {0x28, 0x22},
            {0x2e, 0x8f},
            {0x25, 0x90}
        };
        for (int[] record : records) {
            words(data, at, record);
            at += record[0] & 0x7fff;
        }
        assertThat(at).isEqualTo(0x150);
        words(data, 0x12d, 0x90, 0, 2);
        data.put(0x12d + 6, (byte) 0x40);
        words(data, 0x12d + 7, 0xc4, 0x4b8, 8);
        words(data, 0x12d + 0x15, 0x12, 2);
        data.put(0x12d + 0x19, (byte) 0x80);
        text(data, 0x12d + 0x1a, "H:\\spool");
        words(data, 0x150, 0x8000 | 0x5c);
        List<String> fields = fields(0xff61, data);
        assertThat(fields.stream().filter(field -> field.startsWith("record=")))
                .hasSize(9)
                .anyMatch(field -> field.startsWith("record=busy, 0x25 bytes"))
                .contains("record=free, 0x28 bytes", "record=free, 0x23 bytes");
        assertThat(fields.subList(fields.indexOf("cds_handle=0x90"), fields.size()))
                .startsWith(
                        "cds_handle=0x90",
                        "cds_pid=0",
                        "cds_refcnt=2",
                        "cds_flags=0x40 INUSE",
                        "cds_devptr=04b8:00c4",
                        "cds_FSC=0x8",
                        "cdi_hVPB=0x12",
                        "cdi_end=0x2",
                        "cdi_flags=0x80",
                        "cdi_text=\"H:\\spool\"");
    }

    /** A linear table: descriptors of the free space of a swappable heap. */
    @Test
    void descriptorsOfFreeSpace() {
        ByteBuffer data = data(0x20 + 5 * 0xc);
        int start = (int) BASE + HeapImage.FIRST + 4;
        data.putInt(4, start + 0x20 + 2 * 0xc);
        data.putInt(8, start + 0x1000);
        words(data, 0x1c, 0xc, 3);
        data.putInt(0x20, 0x18).putInt(0x24, 0).putInt(0x28, 0xfca5_f040);
        data.putInt(0x2c, 0x40).putInt(0x30, 0).putInt(0x34, 0xfca5_f7d0);
        assertThat(fields(0xffed, data))
                .contains(
                        "structure=header of a table of records (BMP) (VMBH)",
                        "bh_cbRecord=0xc",
                        "kshd_size=0x18",
                        "kshd_pb=0xfca5f040",
                        "kshd_pb=0xfca5f7d0")
                .filteredOn(field -> field.startsWith("structure=free space"))
                .hasSize(2);
    }

    private static ByteBuffer data(int size) {
        return ByteBuffer.allocate(size + 3 & -4).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void words(ByteBuffer data, int at, int... words) {
        for (int i = 0; i < words.length; i++) {
            data.putShort(at + 2 * i, (short) words[i]);
        }
    }

    private static void text(ByteBuffer data, int at, String text) {
        data.put(at, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The contents of the first block of a heap. */
    private static List<String> fields(int owner, ByteBuffer data) {
        HeapImage heap = new HeapImage(BASE, 2);
        HeapImage.Block block = heap.regular(owner, data.capacity() + 4);
        heap.finish();
        for (int at = 0; at < data.capacity(); at += Integer.BYTES) {
            heap.put(block.address() + 4 + at, data.getInt(at));
        }
        return fields(Kernel.of(heap.memory()), block.address());
    }

    private static List<String> fields(Kernel kernel, long block) {
        List<FieldValue> fields =
                Kernel.RESIDENT.describe(
                        kernel.roots(Kernel.RESIDENT).getFirst(), block, kernel.context());
        return fields.stream()
                .dropWhile(field -> !field.name().equals("structure"))
                .map(field -> field.name() + "=" + field.value())
                .toList();
    }
}
