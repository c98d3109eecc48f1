package org.cairn.testkit.internal;

import org.cairn.testkit.Os2Truth.ThreadSlot;

import java.util.ArrayList;
import java.util.List;

/** Writes processes and threads (PTDA, TCB, TSD) and the table of thread slots. */
public final class Os2Tasks {
    /** Where the processes lie. */
    public static final long PTDAS = 0x7bdf0000L;

    /** Where the threads lie. */
    public static final long TCBS = 0x7bde0000L;

    /** Where the swappable data of threads lies. */
    public static final long TSDS = 0x7bd1f000L;

    private static final long SLOTS = 0xfff14000L;
    private static final int HEADER = 0x20;
    private static final int TSD = 0x2000;
    private static final int RUNS = 5;

    private final Os2Memory memory;
    private final Os2Records records;
    private final Os2Layout layout;
    private final List<ThreadSlot> threads = new ArrayList<>();
    private int processes;

    /** Starts without a process. */
    public Os2Tasks(Os2Memory memory, Os2Records records, Os2Layout layout) {
        this.memory = memory;
        this.records = records;
        this.layout = layout;
    }

    /** A process; returns the address of its data. */
    public long process(int pid, int parent, int module, long localTable) {
        long at = PTDAS + HEADER + (long) processes * layout.processSize();
        processes++;
        int handle = records.pseudo(at, 0xffcb);
        memory.u32(at + 4, at);
        memory.words(at + layout.handle(), handle, module);
        memory.u32(at + layout.handle() + 8, localTable);
        memory.words(at + layout.information(), pid, parent);
        memory.text(at + layout.signature(), "TD");
        return at;
    }

    /** A thread that runs, if it waits for nothing, or one that is blocked. */
    public void thread(
            int slot, int tid, long ptda, String name, long waits, long semaphore, boolean stack) {
        long at = TCBS + HEADER + (long) slot * layout.threadSize();
        long data = TSDS + (long) slot * TSD;
        memory.words(at, tid, slot);
        memory.dwords(at + 8, ptda, data);
        memory.u8(at + layout.state(), waits == 0 ? RUNS : 2);
        memory.u16(at + layout.priority(), 0x200);
        memory.u32(at + layout.sleepId(), waits);
        memory.u32(at + layout.semaphore(), semaphore);
        memory.u32(SLOTS + slot * 4L, at);
        if (stack) {
            long registers = data + layout.userPointer();
            memory.dwords(registers, 0x12_ffa8 + slot, 0x53, data + 0xf00, at);
        }
        threads.add(
                new ThreadSlot(
                        slot,
                        word(ptda, layout.information()),
                        word(ptda, layout.information() + 2),
                        tid,
                        waits == 0 ? "run" : "blk",
                        0x200,
                        data,
                        ptda,
                        at,
                        waits,
                        name,
                        stack ? "0053:%08x %x".formatted(0x12_ffa8 + slot, data + 0xf00) : ""));
    }

    private int word(long at, int offset) {
        return memory.word(at + offset);
    }

    /** Writes the headers of the tables. */
    public void finish() {
        records.table(PTDAS, processes, layout.processSize());
        records.table(TCBS, 6, layout.threadSize());
    }

    /** Where the pointers to threads lie. */
    public long slots() {
        return SLOTS;
    }

    /** The threads, by slot. */
    public List<ThreadSlot> threads() {
        return List.copyOf(threads);
    }
}
