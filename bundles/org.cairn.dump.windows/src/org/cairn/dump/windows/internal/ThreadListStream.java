package org.cairn.dump.windows.internal;

import org.cairn.dump.DumpThread;
import org.cairn.dump.windows.MinidumpFormat;
import org.cairn.memory.Architecture;
import org.cairn.memory.Field;
import org.cairn.memory.Structure;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code MINIDUMP_THREAD_LIST} and {@code MINIDUMP_THREAD_EX_LIST}. */
final class ThreadListStream {
    /** Far above what Windows lets a process create. */
    static final int MAX_THREADS = 1 << 18;

    private static final Structure THREAD = MinidumpFormat.MINIDUMP_THREAD;
    private static final Field ID = THREAD.field("ThreadId");
    private static final Field SUSPEND_COUNT = THREAD.field("SuspendCount");
    private static final Field PRIORITY = THREAD.field("Priority");
    private static final Field TEB = THREAD.field("Teb");
    private static final long STACK = THREAD.offset("Stack");
    private static final long CONTEXT = THREAD.offset("ThreadContext");
    private static final Field STACK_START =
            MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR.field("StartOfMemoryRange");
    private static final long STACK_BYTES =
            STACK + MinidumpFormat.MINIDUMP_MEMORY_DESCRIPTOR.offset("Memory");

    private final MinidumpFile file;
    private final Optional<Registers> registers;

    ThreadListStream(MinidumpFile file, Optional<Architecture> architecture) {
        this.file = file;
        this.registers = architecture.map(Registers::of);
    }

    List<DumpThread> read(StreamPart part, Structure entry, Remarks remarks) {
        EntryTable table = EntryTable.counted(part, entry, MAX_THREADS, remarks);
        List<DumpThread> threads = new ArrayList<>();
        for (long i = 0; i < table.count(); i++) {
            threads.add(thread(table.bytes(), table.at(i)));
        }
        return threads;
    }

    private DumpThread thread(MemorySegment bytes, long at) {
        Location context = Location.read(bytes, at + CONTEXT);
        MemorySegment record = file.part(context.rva(), context.size());
        Optional<Registers> present = registers.filter(r -> r.fit(record));
        return new DumpThread(
                ID.get(bytes, at),
                TEB.get(bytes, at),
                STACK_START.get(bytes, at + STACK),
                Location.read(bytes, at + STACK_BYTES).size(),
                present.map(r -> r.instruction.get(record, 0)).orElse(0L),
                present.map(r -> r.stack.get(record, 0)).orElse(0L),
                SUSPEND_COUNT.get(bytes, at),
                PRIORITY.get(bytes, at));
    }

    private record Registers(Structure context, Field instruction, Field stack) {
        static Registers of(Architecture architecture) {
            return switch (architecture) {
                case X86 -> of(MinidumpFormat.CONTEXT_X86, "Eip", "Esp");
                case X64 -> of(MinidumpFormat.CONTEXT_X64, "Rip", "Rsp");
                case ARM64 -> of(MinidumpFormat.CONTEXT_ARM64, "Pc", "Sp");
            };
        }

        private static Registers of(Structure context, String instruction, String stack) {
            return new Registers(context, context.field(instruction), context.field(stack));
        }

        boolean fit(MemorySegment bytes) {
            return bytes.byteSize() >= context.size();
        }
    }
}
