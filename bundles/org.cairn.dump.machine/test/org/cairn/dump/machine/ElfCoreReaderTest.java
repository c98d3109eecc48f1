package org.cairn.dump.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import org.cairn.dump.Dump;
import org.cairn.dump.Dump.MemoryKind;
import org.cairn.dump.DumpFormatException;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.DumpReader.Match;
import org.cairn.dump.DumpSource;
import org.cairn.dump.DumpThread;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Progress;
import org.cairn.memory.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class ElfCoreReaderTest {
    private final Path folder;
    private final Path file;

    ElfCoreReaderTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("core");
    }

    /** Values of the emulator's own {@code info registers}. */
    @Test
    void readsTheRegistersOfQemu() throws Exception {
        try (OpenDump open = OpenDump.read(Corpus.file("paging/x64-5level.elf", folder))) {
            assertThat(open.dump().format()).isEqualTo("QEMU ELF core");
            DumpProcessor processor = open.dump().processors().getFirst();
            assertThat(open.dump().processors()).hasSize(1);
            assertThat(processor.registers())
                    .containsEntry("RIP", 0x10145L)
                    .containsEntry("RSP", 0x7000L)
                    .containsEntry("RFLAGS", 0x46L)
                    .containsEntry("CR0", 0xe001_0011L)
                    .containsEntry("CR2", 0L)
                    .containsEntry("CR3", 0x3c_b000L)
                    .containsEntry("CR4", 0x10a0L)
                    .containsEntry("GDT", 0x1_01e8L);
            assertThat(open.dump().properties())
                    .containsEntry(
                            "paging of processor 0", "x64, 5 levels, tables at physical 0x3cb000");
        }
    }

    /** Addresses of {@code symbols.json}: kernel variables seen through the page directory. */
    @Test
    void readsAKernelThroughItsPageTables() throws Exception {
        try (OpenDump open = OpenDump.read(Corpus.file("reactos/reactos-x86-64M.elf", folder))) {
            Dump dump = open.dump();
            assertThat(dump.memoryKind()).isEqualTo(MemoryKind.PHYSICAL);
            assertThat(dump.claim().architecture()).hasValue(Architecture.X86);
            long held = 0;
            for (Run.Mapped run : dump.memory().mapped(0, -1L)) {
                held += run.bytes().byteSize();
            }
            assertThat(held).isEqualTo(1153L * 0x1000);
            PagingMode mode = dump.processors().getFirst().pageTables().orElseThrow().mode();
            assertThat(mode).isIn(PagingMode.X86, PagingMode.X86_PSE);
            MemoryCursor process = PageTables.of(mode, 0xffb000).over(dump.memory()).cursor();
            MemoryCursor system = PageTables.of(mode, 0xa32000).over(dump.memory()).cursor();
            // KUSER_SHARED_DATA: NtMajorVersion 5, NtMinorVersion 2
            assertThat(process.seek(0xffdf_0000L, 0x1000)).isTrue();
            assertThat(process.u32(0x26c)).isEqualTo(5);
            assertThat(process.u32(0x270)).isEqualTo(2);
            assertThat(system.seek(0xffdf_0000L, 0x1000)).isTrue();
            assertThat(system.u32(0x26c)).isEqualTo(5);
            // the process heap begins with _HEAP_SEGMENT.SegmentSignature
            assertThat(process.seek(0x41_0000, 0x1000)).isTrue();
            assertThat(process.u32(8)).isEqualTo(0xffee_ffeeL);
            assertThat(system.seek(0x41_0000, 1)).isFalse();
        }
    }

    /** What readelf and a script read from the same bytes. */
    @Test
    void readsLinuxProcesses() throws Exception {
        try (OpenDump open = OpenDump.read(Corpus.file("glibc/g64.core", folder))) {
            Dump dump = open.dump();
            assertThat(dump.format()).isEqualTo("Linux process core");
            assertThat(dump.memoryKind()).isEqualTo(MemoryKind.VIRTUAL);
            assertThat(dump.claim().family()).isEqualTo("linux");
            assertThat(dump.claim().architecture()).hasValue(Architecture.X64);
            assertThat(dump.processId()).isEqualTo(31646);
            assertThat(dump.threads())
                    .extracting(DumpThread::id, DumpThread::instructionPointer)
                    .containsExactly(
                            tuple(31646L, 0x7f38_6627_ddf2L), tuple(31648L, 0x7f38_6627_ddf2L));
            assertThat(dump.modules())
                    .extracting(DumpModule::fileName, DumpModule::base, DumpModule::size)
                    .containsExactly(
                            tuple("gheap64", 0x5578_807c_a000L, 0x5000L),
                            tuple("libc.so.6", 0x7f38_661a_a000L, 0x1d_5000L),
                            tuple("ld-linux-x86-64.so.2", 0x7f38_663a_1000L, 0x3_5000L));
            assertThat(dump.regions()).hasSize(24);
        }
        try (OpenDump open = OpenDump.read(Corpus.file("glibc/g32.core", folder))) {
            assertThat(open.dump().format()).isEqualTo("Linux process core");
            assertThat(open.dump().claim().architecture()).hasValue(Architecture.X86);
            assertThat(open.dump().threads()).isNotEmpty();
            assertThat(open.dump().regions()).isNotEmpty();
        }
    }

    @Test
    void readsVirtualBoxCores() throws Exception {
        byte[] content = virtualBox().get();

        try (OpenDump open = OpenDump.read(file, content)) {
            Dump dump = open.dump();
            assertThat(dump.format()).isEqualTo("VirtualBox core");
            assertThat(dump.memoryKind()).isEqualTo(MemoryKind.PHYSICAL);
            assertThat(dump.properties())
                    .containsEntry("written by", "VirtualBox 7.0.14 revision 161095");
            assertThat(dump.processors().getFirst().registers())
                    .containsEntry("RIP", 0xffff_f800_0000_1111L)
                    .containsEntry("CR3", 0x1ad002L)
                    .containsEntry("EFER", 0xd01L)
                    .containsEntry("IDT", 0xffff_f800_0000_3333L);
            assertThat(dump.processors().getFirst().pageTables())
                    .hasValue(new PageTables(PagingMode.X64, 0x1ad000));
            MemoryCursor cursor = dump.memory().cursor();
            assertThat(cursor.seek(0x10_0000, 0x1000)).isTrue();
            assertThat(cursor.u8(0)).isEqualTo(0x5a);
            assertThat(dump.memory().runAt(0x10_1000))
                    .isEqualTo(new Run.Absent(0x10_1000, -1L, Absence.NOT_CAPTURED));
        }
    }

    /** Two segments: the notes VBCORE and VBCPU, and a page at 0x100000. */
    private static LittleEndian virtualBox() {
        int notes = 64 + 2 * 56;
        int cpu = 512;
        int memory = 0x400;
        LittleEndian elf = new LittleEndian();
        elf.bytes((byte) 0x7f).text("ELF").u8(2).u8(1).u8(1).to(16).u16(4).u16(62).u32(1);
        elf.u64(0, 64, 0).u32(0).u16(64).u16(56).u16(2).u16(0).u16(0).u16(0);
        elf.u32(4).u32(4).u64(notes, 0, 0, 12 + 8 + 24 + 12 + 8 + cpu, 0, 0);
        elf.u32(1).u32(6).u64(memory, 0, 0x10_0000, 0x1000, 0x1000, 0);
        elf.u32(7).u32(24).u32(0xb00).text("VBCORE").u16(0);
        elf.u32(0xc01a_c0deL).u32(0x1_0006).u32(24).u32(0x0700_0e00L | 14).u32(161_095).u32(1);
        elf.u32(6).u32(cpu).u32(0xb01).text("VBCPU").u8(0).u16(0);
        int state = elf.size();
        elf.to(state + 112).u64(0xffff_f800_0000_1111L, 0xffff_f800_0000_2222L);
        elf.to(state + 288).u64(0x8005_0033L, 0, 0x1ad002, 0x6f8);
        elf.to(state + 400).u64(0xffff_f800_0000_3333L);
        elf.to(state + 488).u64(0xd01).to(state + cpu);
        return elf.to(memory).fill(0x1000, 0x5a);
    }

    @Test
    void refusesOtherElfFiles() throws Exception {
        byte[] library =
                new LittleEndian().u8(0x7f).text("ELF").u8(2).u8(1).to(16).u16(3).to(64).get();
        try (DumpSource source = DumpSource.open(Files.write(file, library))) {
            ElfCoreReader reader = new ElfCoreReader();
            assertThat(reader.probe(source)).isEqualTo(Match.NONE);
            assertThatExceptionOfType(DumpFormatException.class)
                    .isThrownBy(() -> reader.read(source, Progress.NONE))
                    .withMessageEndingWith("offset 0x10: an ELF file, but no core");
        }
    }

    @Test
    void survivesCutsAndDamage() throws Exception {
        byte[] machine = virtualBox().get();
        byte[] process = Files.readAllBytes(Corpus.file("glibc/g64.core", folder));
        Survival survival = new Survival(folder.resolve("damaged"));
        survival.cuts(machine, 3);
        survival.damage(machine, 0, 0x400, 1000, 1);
        survival.cuts(process, process.length / 100);
        survival.damage(process, 0, 0x2000, 300, 2);
        assertThat(survival.read()).isPositive();
    }
}
