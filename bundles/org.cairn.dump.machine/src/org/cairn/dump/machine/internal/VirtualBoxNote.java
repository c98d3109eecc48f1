package org.cairn.dump.machine.internal;

import org.cairn.dump.Dump;
import org.cairn.dump.DumpProcessor;
import org.cairn.dump.Remark;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The notes VBCORE and VBCPU of VirtualBox cores ({@code dumpvmcore}), from format 1.6 on; before,
 * a processor was an internal structure of VirtualBox.
 */
final class VirtualBoxNote {
    private static final String CORE = "VBCORE";
    private static final long CORE_TYPE = 0xb00;
    private static final String CPU = "VBCPU";
    private static final long CPU_TYPE = 0xb01;
    private static final long MAGIC = 0xc01ac0deL;
    private static final long FIRST_PLAIN_FORMAT = 0x1_0006;

    private static final Structure DESCRIPTOR =
            Structure.named("DBGFCOREDESCRIPTOR")
                    .u32("u32Magic")
                    .u32("u32FmtVersion")
                    .u32("cbSelf")
                    .u32("u32VBoxVersion")
                    .u32("u32VBoxRevision")
                    .u32("cCpus")
                    .build();

    private static final Structure STATE =
            Structure.named("DBGFCORECPU")
                    .at(112)
                    .u64("rip")
                    .u64("rsp")
                    .u64("rbp")
                    .u64("rflags")
                    .at(288)
                    .u64("cr0")
                    .u64("cr2")
                    .u64("cr3")
                    .u64("cr4")
                    .at(384)
                    .u64("gdtr.uAddr")
                    .at(400)
                    .u64("idtr.uAddr")
                    .at(488)
                    .u64("msrEFER")
                    .build();

    private VirtualBoxNote() {}

    static boolean isCore(ElfNote note) {
        return note.is(CORE, CORE_TYPE)
                && note.bytes().byteSize() >= DESCRIPTOR.size()
                && DESCRIPTOR.field("u32Magic").get(note.bytes(), 0) == MAGIC;
    }

    /** Reads the processors, given the note VBCORE. */
    static List<DumpProcessor> processors(ElfNote core, List<ElfNote> notes, Dump.Builder dump) {
        MemorySegment descriptor = core.bytes();
        long version = DESCRIPTOR.field("u32VBoxVersion").get(descriptor, 0);
        dump.property(
                "written by",
                "VirtualBox %d.%d.%d revision %d"
                        .formatted(
                                version >>> 24,
                                version >>> 16 & 0xff,
                                version >>> 8 & 0xff,
                                DESCRIPTOR.field("u32VBoxRevision").get(descriptor, 0)));
        long format = DESCRIPTOR.field("u32FmtVersion").get(descriptor, 0);
        List<DumpProcessor> processors = new ArrayList<>();
        if (format < FIRST_PLAIN_FORMAT) {
            dump.remark(
                    Remark.warning(
                            "format 0x%x of VirtualBox cores: its registers are not read"
                                    .formatted(format)));
            return processors;
        }
        for (ElfNote note : notes) {
            if (note.is(CPU, CPU_TYPE)
                    && note.bytes().byteSize() >= STATE.size()
                    && processors.size() < Registers.MAX_PROCESSORS) {
                processors.add(processor(note.bytes(), processors.size()));
            }
        }
        return processors;
    }

    private static DumpProcessor processor(MemorySegment bytes, int number) {
        long efer = get(bytes, "msrEFER");
        Registers registers =
                new Registers()
                        .add("RIP", get(bytes, "rip"))
                        .add("RSP", get(bytes, "rsp"))
                        .add("RFLAGS", get(bytes, "rflags"))
                        .add("CR0", get(bytes, "cr0"))
                        .add("CR2", get(bytes, "cr2"))
                        .add("CR3", get(bytes, "cr3"))
                        .add("CR4", get(bytes, "cr4"))
                        .add("EFER", efer)
                        .add("GDT", get(bytes, "gdtr.uAddr"))
                        .add("IDT", get(bytes, "idtr.uAddr"));
        boolean longMode = (efer & PagingMode.EFER_LMA) != 0;
        return registers.processor(
                number,
                PageTables.of(get(bytes, "cr0"), get(bytes, "cr3"), get(bytes, "cr4"), longMode));
    }

    private static long get(MemorySegment bytes, String field) {
        return STATE.field(field).get(bytes, 0);
    }
}
