package org.cairn.testkit.internal;

import static org.cairn.testkit.internal.MinidumpStructures.CONTEXT_X64;
import static org.cairn.testkit.internal.MinidumpStructures.CONTEXT_X86;
import static org.cairn.testkit.internal.MinidumpStructures.THREAD;

import org.cairn.dump.DumpThread;
import org.cairn.memory.Architecture;
import org.cairn.memory.Structure;

import java.util.List;

/** The ThreadList stream of a minidump. Stacks lie in the memory list; their place is set last. */
public final class ThreadList {
    private static final int THREAD_LIST = 3;
    private static final long CONTEXT_FULL_X86 = 0x10007;
    private static final long CONTEXT_FULL_X64 = 0x10000b;

    private final List<DumpThread> threads;
    private final Architecture architecture;
    private int first;

    /** A list of threads of a process of an architecture; only those of Intel get contexts. */
    public ThreadList(List<DumpThread> threads, Architecture architecture) {
        this.threads = threads;
        this.architecture = architecture;
    }

    /** The stream. */
    public MinidumpStream stream() {
        return new MinidumpStream(THREAD_LIST, this::appendTo);
    }

    /** Sets the place of the stacks that the memory list holds. */
    public void placeStacks(FileBuffer out, MinidumpMemory memory) {
        for (int i = 0; i < threads.size(); i++) {
            DumpThread thread = threads.get(i);
            if (thread.stackSize() != 0) {
                int at = first + i * THREAD.size();
                out.set(at, THREAD, "Stack.Rva", memory.rva(thread.stackStart()));
            }
        }
    }

    private int appendTo(FileBuffer out) {
        int start = out.append(Integer.BYTES);
        out.set(start, MinidumpParts.COUNT, threads.size());
        first = out.append(threads.size() * THREAD.size());
        for (int i = 0; i < threads.size(); i++) {
            thread(out, first + i * THREAD.size(), threads.get(i));
        }
        return first - start + threads.size() * THREAD.size();
    }

    private void thread(FileBuffer out, int at, DumpThread thread) {
        out.set(at, THREAD, "ThreadId", thread.id());
        out.set(at, THREAD, "SuspendCount", thread.suspendCount());
        out.set(at, THREAD, "Priority", thread.priority());
        out.set(at, THREAD, "Teb", thread.teb());
        out.set(at, THREAD, "Stack.StartOfMemoryRange", thread.stackStart());
        out.set(at, THREAD, "Stack.DataSize", thread.stackSize());
        if (thread.instructionPointer() != 0 || thread.stackPointer() != 0) {
            boolean wide = architecture == Architecture.X64;
            Structure layout = wide ? CONTEXT_X64 : CONTEXT_X86;
            out.align(Long.BYTES * 2);
            int context = out.append(layout);
            out.set(context, layout, "ContextFlags", wide ? CONTEXT_FULL_X64 : CONTEXT_FULL_X86);
            out.set(context, layout, "InstructionPointer", thread.instructionPointer());
            out.set(context, layout, "StackPointer", thread.stackPointer());
            out.set(at, THREAD, "ThreadContext.DataSize", layout.size());
            out.set(at, THREAD, "ThreadContext.Rva", context);
        }
    }
}
