package org.cairn.dump.machine.internal;

import org.cairn.dump.DumpProcessor;
import org.cairn.memory.PageTables;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;

/** {@code QEMUCPUState}: the state of an x86 processor in the note QEMU of QEMU's dumps. */
final class QemuNote {
    private static final String NAME = "QEMU";
    private static final long TYPE = 0;

    private static final Structure STATE =
            Structure.named("QEMUCPUState")
                    .u32("version")
                    .u32("size")
                    .at(56)
                    .u64("rsp")
                    .at(136)
                    .u64("rip")
                    .u64("rflags")
                    .at(160)
                    .u32("cs.flags")
                    .at(360)
                    .u64("gdt.base")
                    .at(384)
                    .u64("idt.base")
                    .u64("cr0")
                    .u64("cr1")
                    .u64("cr2")
                    .u64("cr3")
                    .u64("cr4")
                    .build();

    /** {@code cs.flags}: the code is 64-bit code. */
    private static final long CS_LONG = 1 << 21;

    private QemuNote() {}

    static boolean is(ElfNote note) {
        return note.is(NAME, TYPE) && note.bytes().byteSize() >= STATE.size();
    }

    static DumpProcessor processor(ElfNote note, int number) {
        MemorySegment bytes = note.bytes();
        Registers registers =
                new Registers()
                        .add("RIP", get(bytes, "rip"))
                        .add("RSP", get(bytes, "rsp"))
                        .add("RFLAGS", get(bytes, "rflags"))
                        .add("CR0", get(bytes, "cr0"))
                        .add("CR2", get(bytes, "cr2"))
                        .add("CR3", get(bytes, "cr3"))
                        .add("CR4", get(bytes, "cr4"))
                        .add("GDT", get(bytes, "gdt.base"))
                        .add("IDT", get(bytes, "idt.base"));
        return registers.processor(
                number,
                PageTables.of(
                        get(bytes, "cr0"), get(bytes, "cr3"), get(bytes, "cr4"), isLong(bytes)));
    }

    /**
     * EFER is not in the note. A processor that runs 32-bit code of a 64-bit system still has its
     * interrupt table above 4 GB.
     */
    private static boolean isLong(MemorySegment bytes) {
        long addresses = get(bytes, "rip") | get(bytes, "idt.base") | get(bytes, "gdt.base");
        return (get(bytes, "cs.flags") & CS_LONG) != 0 || addresses >>> Integer.SIZE != 0;
    }

    private static long get(MemorySegment bytes, String field) {
        return STATE.field(field).get(bytes, 0);
    }
}
