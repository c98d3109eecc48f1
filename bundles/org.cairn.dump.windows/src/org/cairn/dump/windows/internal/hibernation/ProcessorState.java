package org.cairn.dump.windows.internal.hibernation;

import org.cairn.dump.DumpProcessor;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.PageTables;
import org.cairn.memory.PagingMode;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code _KPROCESSOR_STATE}: the registers of the processor that wrote the file, in a page of their
 * own. The control registers tell where the page tables are.
 */
final class ProcessorState {
    /** {@code _KSPECIAL_REGISTERS} of 64 bit, at the beginning. */
    private static final Structure SPECIAL_X64 =
            Structure.named("_KSPECIAL_REGISTERS")
                    .u64("CR0")
                    .u64("CR2")
                    .u64("CR3")
                    .u64("CR4")
                    .at(0x58)
                    .u64("GDT")
                    .at(0x68)
                    .u64("IDT")
                    .build();

    /** {@code _KSPECIAL_REGISTERS} of 32 bit, after the {@code CONTEXT}. */
    private static final Structure SPECIAL_X86 =
            Structure.named("_KSPECIAL_REGISTERS")
                    .at(0x2cc)
                    .u32("CR0")
                    .u32("CR2")
                    .u32("CR3")
                    .u32("CR4")
                    .at(0x2cc + 0x2c)
                    .u32("GDT")
                    .at(0x2cc + 0x34)
                    .u32("IDT")
                    .build();

    /** Where the {@code CONTEXT} of 64 bit is: to Windows 7, and later. */
    private static final List<Integer> CONTEXTS_X64 = List.of(0xe0, 0xf0);

    private static final Field FLAGS_X64 = new Field("ContextFlags", "u32", 0x30, Integer.BYTES);
    private static final Field FLAGS_X86 = new Field("ContextFlags", "u32", 0, Integer.BYTES);

    /** {@code CONTEXT_AMD64} and {@code CONTEXT_i386} of {@code winnt.h}. */
    private static final int CONTEXT_AMD64 = 0x10_0000;

    private static final int CONTEXT_I386 = 0x1_0000;

    /** CR0.PE and CR0.PG are set, and no bit above 32 is. */
    private static final long PROTECTED_AND_PAGED = 1 | PagingMode.CR0_PG;

    /** CR4 has no bit from here on. */
    private static final int CR4_BITS = 26;

    private static final int PAGE = PackedPages.PAGE;

    private ProcessorState() {}

    /** The state in the first of some pages of the file that can hold one. */
    static Optional<DumpProcessor> find(
            MemorySegment file, Architecture architecture, long... pages) {
        for (long page : pages) {
            if (page > 0 && page < file.byteSize() / PAGE) {
                Optional<DumpProcessor> state =
                        read(file.asSlice(page * PAGE, PAGE), architecture == Architecture.X64);
                if (state.isPresent()) {
                    return state;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<DumpProcessor> read(MemorySegment page, boolean wide) {
        Structure special = wide ? SPECIAL_X64 : SPECIAL_X86;
        long cr0 = special.field("CR0").get(page, 0);
        long cr3 = special.field("CR3").get(page, 0);
        long cr4 = special.field("CR4").get(page, 0);
        boolean possible =
                (cr0 & PROTECTED_AND_PAGED) == PROTECTED_AND_PAGED
                        && cr0 >>> Integer.SIZE == 0
                        && cr3 != 0
                        && cr4 >>> CR4_BITS == 0
                        && (!wide || (cr4 & PagingMode.CR4_PAE) != 0);
        if (!possible) {
            return Optional.empty();
        }
        Map<String, Long> registers = new LinkedHashMap<>();
        context(page, wide, registers);
        for (Field field : special.fields()) {
            registers.put(field.name(), field.get(page, 0));
        }
        return Optional.of(new DumpProcessor(0, registers, PageTables.of(cr0, cr3, cr4, wide)));
    }

    private static void context(MemorySegment page, boolean wide, Map<String, Long> registers) {
        if (!wide) {
            if ((FLAGS_X86.get(page, 0) & CONTEXT_I386) != 0) {
                add(MinidumpFormat.CONTEXT_X86, page, 0, registers);
            }
            return;
        }
        for (int at : CONTEXTS_X64) {
            if ((FLAGS_X64.get(page, at) & CONTEXT_AMD64) != 0) {
                add(MinidumpFormat.CONTEXT_X64, page, at, registers);
                return;
            }
        }
    }

    private static void add(
            Structure context, MemorySegment page, long at, Map<String, Long> registers) {
        for (Field field : context.fields()) {
            registers.put(field.name(), field.get(page, at));
        }
    }
}
