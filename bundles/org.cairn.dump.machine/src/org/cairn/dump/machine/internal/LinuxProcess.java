package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpModule;
import org.cairn.dump.DumpRegion;
import org.cairn.dump.DumpThread;
import org.cairn.dump.SystemClaim;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The notes of a Linux process core: {@code elf_prstatus}, {@code elf_prpsinfo} ({@code
 * linux/elfcore.h}, {@code sys/procfs.h}) and NT_FILE ({@code fs/binfmt_elf.c}), of x86, x64 and
 * 64-bit ARM.
 */
final class LinuxProcess {
    private static final String CORE = "CORE";
    private static final long NT_PRSTATUS = 1;
    private static final long NT_PRPSINFO = 3;
    private static final long NT_AUXV = 6;

    /** The characters FILE. */
    private static final long NT_FILE = 0x46494c45;

    private static final Structure STATUS32 =
            Structure.named("elf_prstatus")
                    .at(12)
                    .u16("pr_cursig")
                    .at(24)
                    .u32("pr_pid")
                    .at(120)
                    .u32("ip")
                    .at(132)
                    .u32("sp")
                    .at(144)
                    .build();
    private static final Structure STATUS64 =
            Structure.named("elf_prstatus")
                    .at(12)
                    .u16("pr_cursig")
                    .at(32)
                    .u32("pr_pid")
                    .at(240)
                    .u64("ip")
                    .at(264)
                    .u64("sp")
                    .at(336)
                    .build();
    private static final Structure STATUS_ARM64 =
            Structure.named("elf_prstatus")
                    .at(12)
                    .u16("pr_cursig")
                    .at(32)
                    .u32("pr_pid")
                    .at(360)
                    .u64("sp")
                    .u64("ip")
                    .at(392)
                    .build();
    private static final Structure PROCESS32 =
            Structure.named("elf_prpsinfo")
                    .at(12)
                    .u32("pr_pid")
                    .at(28)
                    .bytes("pr_fname", "char[16]", 16)
                    .bytes("pr_psargs", "char[80]", 80)
                    .build();
    private static final Structure PROCESS64 =
            Structure.named("elf_prpsinfo")
                    .at(24)
                    .u32("pr_pid")
                    .at(40)
                    .bytes("pr_fname", "char[16]", 16)
                    .bytes("pr_psargs", "char[80]", 80)
                    .build();

    private final ElfFile elf;
    private final List<ElfNote> notes;
    private final Structure status;
    private final Structure process;
    private final int word;

    private LinuxProcess(ElfFile elf, List<ElfNote> notes) {
        this.elf = elf;
        this.notes = notes;
        this.status = status(elf);
        this.process = elf.isWide() ? PROCESS64 : PROCESS32;
        this.word = elf.isWide() ? Long.BYTES : Integer.BYTES;
    }

    private static Structure status(ElfFile elf) {
        if (elf.machine() == ElfFormat.EM_AARCH64) {
            return STATUS_ARM64;
        }
        return elf.isWide() ? STATUS64 : STATUS32;
    }

    /** Whether the notes are those of a process: a kernel or a machine has no such. */
    static boolean is(List<ElfNote> notes) {
        return notes.stream()
                .anyMatch(
                        note ->
                                note.is(CORE, NT_PRPSINFO)
                                        || note.is(CORE, NT_AUXV)
                                        || note.is(CORE, NT_FILE));
    }

    static void describe(ElfFile elf, List<ElfNote> notes, Dump.Builder dump) {
        new LinuxProcess(elf, notes).describe(dump);
    }

    private void describe(Dump.Builder dump) {
        dump.claim(new SystemClaim("linux", "", 0, elf.architecture()));
        List<DumpThread> threads = threads();
        dump.threads(threads);
        threads.stream().findFirst().ifPresent(thread -> dump.processId(thread.id()));
        for (ElfNote note : notes) {
            if (note.is(CORE, NT_PRPSINFO) && note.bytes().byteSize() >= process.size()) {
                dump.processId(process.field("pr_pid").get(note.bytes(), 0));
                dump.property("program", text(note.bytes(), process.field("pr_fname")));
                dump.property("command line", text(note.bytes(), process.field("pr_psargs")));
            } else if (note.is(CORE, NT_PRSTATUS) && note.bytes().byteSize() >= status.size()) {
                long signal = status.field("pr_cursig").get(note.bytes(), 0);
                dump.property("signal", signal == 0 ? "" : Long.toString(signal));
            }
        }
        List<LinuxFile> files = files();
        dump.modules(modules(files));
        dump.regions(regions(files));
    }

    private static String text(MemorySegment bytes, Field field) {
        return Words.text(bytes, field.offset(), field.size());
    }

    private List<DumpThread> threads() {
        List<DumpThread> threads = new ArrayList<>();
        for (ElfNote note : notes) {
            MemorySegment bytes = note.bytes();
            if (note.is(CORE, NT_PRSTATUS) && bytes.byteSize() >= status.size()) {
                threads.add(
                        new DumpThread(
                                status.field("pr_pid").get(bytes, 0),
                                0,
                                0,
                                0,
                                status.field("ip").get(bytes, 0),
                                status.field("sp").get(bytes, 0),
                                0,
                                0));
            }
        }
        return threads;
    }

    private List<LinuxFile> files() {
        return notes.stream()
                .filter(note -> note.is(CORE, NT_FILE))
                .findFirst()
                .map(note -> LinuxFile.read(note.bytes(), word))
                .orElse(List.of());
    }

    /**
     * An image is mapped in several parts, and reaches over all of them. Its code need not be in
     * the core: the kernel leaves out what can be read from the file.
     */
    private static List<DumpModule> modules(List<LinuxFile> files) {
        Map<String, LinuxFile> whole = new LinkedHashMap<>();
        Set<String> images = new HashSet<>();
        for (LinuxFile file : files) {
            if (whole.merge(file.name(), file, LinuxFile::with) != file) {
                images.add(file.name());
            }
        }
        return whole.values().stream()
                .filter(file -> images.contains(file.name()))
                .map(f -> new DumpModule(f.start(), f.end() - f.start(), f.name(), "", 0, 0, ""))
                .toList();
    }

    private List<DumpRegion> regions(List<LinuxFile> files) {
        Set<Long> mapped = new HashSet<>();
        files.forEach(file -> mapped.add(file.start()));
        List<DumpRegion> regions = new ArrayList<>();
        for (ElfSegment load : elf.loads()) {
            long room = -1L - load.virtual();
            if (load.memorySize() != 0 && Long.compareUnsigned(load.memorySize() - 1, room) <= 0) {
                regions.add(
                        new DumpRegion(
                                load.virtual(),
                                load.virtual() + load.memorySize() - 1,
                                0,
                                "commit",
                                load.protection(),
                                mapped.contains(load.virtual()) ? "mapped" : "private"));
            }
        }
        return regions;
    }
}
