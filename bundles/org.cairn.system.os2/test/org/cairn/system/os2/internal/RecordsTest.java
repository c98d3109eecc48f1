package org.cairn.system.os2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.SparseMemory;
import org.cairn.memory.Structure;
import org.cairn.system.os2.KernelLayouts;
import org.cairn.system.os2.Os2Kernel;
import org.cairn.system.os2.StructureText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The anchor segment and records that the OS/2 Debugging Handbook prints. */
class RecordsTest {
    private static final KernelLayouts LAYOUTS = KernelLayouts.load();

    /** ".A": the offsets of the sections, the addresses of the vm section, the task section. */
    @Test
    void theAnchorSegment() {
        ByteBuffer bytes = buffer(0x100);
        bytes.put("SAS ".getBytes(StandardCharsets.US_ASCII));
        words(bytes, 0x16, 0x168, 0x1e, 0x20, 0x2c, 0x5c, 0x6e, 0x74, 0x80);
        words(bytes, 8, 0, 0x18, 0x108);
        bytes.position(0x2c);
        dwords(
                bytes,
                0xfff13304,
                0xfff1331c,
                0xfff1330c,
                0xfff0a891,
                0xfff07934,
                0xfff11a70,
                0xfff111ec,
                0xfff03bac,
                0xfff10090,
                0xfff10080,
                0xfff11b78,
                0xfff12e04);
        words(bytes, 0x30);
        dwords(bytes, 0xfff10910, 0xfff06bb6, 0xffdffb5e, 0xffdffb62);
        bytes.position(0x74);
        words(bytes, 0x0fa4, 0xfe70, 0x00c0, 0x07f8, 0x0828, 0x00a8);
        words(bytes, 0x0428, 0x0000, 0x03c8, 0xffff, 0xffff, 0x0843);
        Sas sas = Sas.read(memory(0xfff04000L, bytes), 0xfff04000L, LAYOUTS).orElseThrow();
        assertThat(sas.value("SAS_tables_data")).isEqualTo(0x16);
        assertThat(sas.value("SAS_info_data")).isEqualTo(0x80);
        assertThat(sas.value("SAS_tbl_GDT")).isEqualTo(8);
        assertThat(sas.value("SAS_tbl_LDT")).isZero();
        assertThat(sas.value("SAS_tbl_IDT")).isEqualTo(0x18);
        assertThat(sas.value("SAS_tbl_GDTPOOL")).isEqualTo(0x108);
        assertThat(sas.value("SAS_vm_arena")).isEqualTo(0xfff13304L);
        assertThat(sas.value("SAS_vm_object")).isEqualTo(0xfff1331cL);
        assertThat(sas.value("SAS_vm_context")).isEqualTo(0xfff1330cL);
        assertThat(sas.value("SAS_vm_krnl_mte")).isEqualTo(0xfff0a891L);
        assertThat(sas.value("SAS_vm_glbl_mte")).isEqualTo(0xfff07934L);
        assertThat(sas.value("SAS_vm_heap_info")).isEqualTo(0xfff11b78L);
        assertThat(sas.value("SAS_vm_all_mte")).isEqualTo(0xfff12e04L);
        assertThat(sas.value("SAS_task_PTDA")).isEqualTo(0x30);
        assertThat(sas.value("SAS_task_ptdaptrs")).isEqualTo(0xfff10910L);
        assertThat(sas.value("SAS_task_threadcount")).isEqualTo(0xffdffb62L);
        assertThat(sas.value("SAS_file_MFT")).isEqualTo(0xfe700fa4L);
        assertThat(sas.value("SAS_file_SFT")).isEqualTo(0xc0);
        assertThat(sas.value("SAS_file_VPB")).isEqualTo(0x7f8);
        assertThat(sas.value("SAS_file_CDS")).isEqualTo(0x828);
        assertThat(sas.value("SAS_file_buffers")).isEqualTo(0xa8);
        assertThat(sas.value("SAS_info_global")).isEqualTo(0x428);
        assertThat(sas.value("SAS_info_local")).isEqualTo(0x03c8_0000L);
        assertThat(sas.value("SAS_info_localRM")).isEqualTo(0xffff_ffffL);
        assertThat(sas.value("SAS_info_CDIB")).isEqualTo(0x843);
    }

    /** A 16-bit kernel has the offset of a table where 32-bit ones have the flat selector. */
    @Test
    void theAnchorOfA16BitKernel() {
        ByteBuffer bytes = buffer(0x100);
        bytes.put("SAS ".getBytes(StandardCharsets.US_ASCII));
        words(bytes, 0x16, 0x1c, 0x1e, 0x20, 0x2c, 0x5c, 0x6e, 0x74, 0x80);
        assertThat(Sas.read(memory(0x1000, bytes), 0x1000, LAYOUTS)).isEmpty();
    }

    /** Records by their handles, as the handbook's listings show both. */
    @ParameterizedTest
    @CsvSource({
        "feb1f020, 16, 436, feb24cae",
        "fec80020, 10, 1, fec80020",
        "fec80020, 10, 2, fec80030",
        "fec80020, 10, 3, fec80040",
        "ffe4b020, 5, 2, ffe4b025",
        "ffe4b020, 5, 3, ffe4b02a",
        "ffe61020, 8, 6, ffe61048",
        "ffe61020, 8, a, ffe61068",
        "ff406000, a, 3c0, ff408576",
        "ffdf5000, c, 2, ffdf500c"
    })
    void recordsByHandle(String first, String stride, String handle, String address) {
        RecordTable table =
                new RecordTable(
                        SparseMemory.builder(Absence.NOT_CAPTURED).build(),
                        Long.parseLong(first, 16),
                        Integer.parseInt(stride, 16),
                        0xffff_ffffL);
        int number = Integer.parseInt(handle, 16);
        long at = Long.parseLong(address, 16);
        assertThat(table.address(number)).isEqualTo(at);
        assertThat(table.handle(at)).isEqualTo(number);
    }

    /** The strides of the listings are the sizes of the layouts. */
    @ParameterizedTest
    @CsvSource({
        "VMAR, 16",
        "VMOB, 10",
        "VMCO, 5",
        "VMAL, 8",
        "VP, a",
        "VP.A, c",
        "PF, c",
        "VMBH, 20",
        "TCB.w3, 1f8",
        "PTDA.211.A, 82c"
    })
    void sizesOfRecords(String layout, String size) {
        assertThat(LAYOUTS.get(layout).size()).isEqualTo(Integer.parseInt(size, 16));
    }

    /** Records 37, 7d and 57f of a listing have one distance for each handle. */
    @Test
    void contextRecords() {
        int stride = LAYOUTS.get("VMCO").size();
        assertThat(0xffe6f12eL + (0x7d - 0x37) * stride).isEqualTo(0xffe6f28cL);
        assertThat(0xffe6f12eL + (0x57f - 0x37) * stride).isEqualTo(0xffe70b96L);
    }

    /** A free arena record: {@code .MA} shows the low 20 bits of its link as the page count. */
    @Test
    void aFreeArenaRecord() {
        ByteBuffer bytes = buffer(0x16);
        dwords(bytes, 0xfef294a2);
        assertThat(value("VMAR", bytes, "ar_free")).isEqualTo(0xfef294a2L);
        assertThat(value("VMAR", bytes, "ar_cpg")).isEqualTo(0x294a2);
    }

    /** "Exploring Arena Records": the header of a process's arena. */
    @Test
    void anArenaHeader() {
        ByteBuffer bytes = buffer(0x40);
        dwords(
                bytes,
                0x7b9c7168,
                0xfff13190,
                0xfeb24cae,
                0xfeb261bc,
                0xfe79ba54,
                0xfe87e9a0,
                0xfff03e30,
                2,
                0x10000,
                0x370000,
                0,
                0,
                3,
                0,
                0x41,
                0x5db);
        assertThat(value("VMAH", bytes, "ah_pahNext")).isEqualTo(0x7b9c7168L);
        assertThat(value("VMAH", bytes, "ah_pahPrev")).isEqualTo(0xfff13190L);
        assertThat(value("VMAH", bytes, "ah_parSen")).isEqualTo(0xfeb24caeL);
        assertThat(value("VMAH", bytes, "ah_parFree")).isEqualTo(0xfeb261bcL);
        assertThat(value("VMAH", bytes, "ah_papbm")).isEqualTo(0xfe79ba54L);
        assertThat(value("VMAH", bytes, "ah_paharHash")).isEqualTo(0xfe87e9a0L);
        assertThat(value("VMAH", bytes, "ah_fl")).isEqualTo(2);
        assertThat(value("VMAH", bytes, "ah_laddrMin")).isEqualTo(0x10000);
        assertThat(value("VMAH", bytes, "ah_laddrMax")).isEqualTo(0x370000);
        assertThat(value("VMAH", bytes, "ah_lHashNumbMax")).isEqualTo(0x41);
        assertThat(value("VMAH", bytes, "ah_hob")).isEqualTo(0x5db);
        assertThat(0xfeb24caeL - 0xfeb1f020L).isEqualTo((0x436 - 1) * 0x16L);
        assertThat(0x7b9ca270L - LAYOUTS.get("PTDA").offset("ptda_ah")).isEqualTo(0x7b9ca230L);
    }

    /** The page chain of a RETAIL kernel: frame 90, flags 030, page 11 of object 282. */
    @Test
    void aVirtualPage() {
        ByteBuffer bytes = buffer(0xa);
        dwords(bytes, 0x03000090);
        words(bytes, 0x11, 0x282, 1);
        assertThat(value("VP", bytes, "vp_frame")).isEqualTo(0x90);
        assertThat(value("VP", bytes, "vp_f")).isEqualTo(0x30);
        assertThat(value("VP", bytes, "vp_pgInObject")).isEqualTo(0x11);
        assertThat(value("VP", bytes, "vp_hob")).isEqualTo(0x282);
        assertThat(value("VP", bytes, "vp_cRef")).isEqualTo(1);
        assertThat(0xffe1b6c0L).isEqualTo(0xffe1b000L + 0x90 * LAYOUTS.get("PF").size());
    }

    /** Checks of the handbook's exercise on a 2.11 ALLSTRICT kernel. */
    @Test
    void fieldsOfTasks() {
        assertThat(LAYOUTS.get("PTDA.211.A").offset("ptda_infoseg")).isEqualTo(0x7f6);
        assertThat(LAYOUTS.get("PTDA").offset("ptda_pTCBHead")).isEqualTo(0x20);
        assertThat(LAYOUTS.get("TCB.w3f11").offset("TCBReqPkt")).isEqualTo(0x1ac);
        assertThat(LAYOUTS.get("TCB.w3").offset("TCBSleepID")).isEqualTo(0x18c);
    }

    /** Names at the end of a structure are as long as they are. */
    @Test
    void everyLayoutHoldsItsFields() {
        List<String> outside = new ArrayList<>();
        for (String name : LAYOUTS.names()) {
            Structure structure = LAYOUTS.get(name);
            structure.fields().stream()
                    .filter(field -> field.offset() + field.size() > structure.size())
                    .forEach(field -> outside.add(name + "." + field.name()));
            assertThat(LAYOUTS.meaning(structure)).isNotEmpty();
        }
        assertThat(outside).containsExactly("MFT.mft_name", "MFT.A.mft_name");
    }

    @Test
    void meaningsOfFlags() {
        StructureText text =
                new StructureText(
                        Os2Kernel.UNKNOWN, SparseMemory.builder(Absence.NOT_CAPTURED).build());
        assertThat(text.meaning("arena", 0x169)).isEqualTo("INUSE, SELMAP, WRITE, USER, READ");
        assertThat(text.meaning("object", 0x8000)).isEqualTo("PSEUDO");
        assertThat(text.meaning("page", 0x402)).isEqualTo("W, RESIDENT");
        assertThat(text.meaning("owner", 0xffc2)).isEqualTo("semstruc");
        assertThat(text.meaning("hex", 7)).isEmpty();
    }

    private static long value(String layout, ByteBuffer bytes, String field) {
        MemoryCursor cursor = memory(0x1000, bytes).cursor();
        assertThat(cursor.seek(0x1000, LAYOUTS.get(layout).size())).isTrue();
        return LAYOUTS.get(layout).field(field).get(cursor);
    }

    private static AddressSpace memory(long address, ByteBuffer bytes) {
        return SparseMemory.builder(Absence.NOT_CAPTURED)
                .bytes(address, MemorySegment.ofArray(bytes.array()))
                .build();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void words(ByteBuffer bytes, int... words) {
        for (int word : words) {
            bytes.putShort((short) word);
        }
    }

    private static void dwords(ByteBuffer bytes, int... dwords) {
        for (int dword : dwords) {
            bytes.putInt(dword);
        }
    }
}
