package org.cairn.heap.windows;

import org.cairn.dump.DumpModule;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.PageHeapWriter;
import org.cairn.testkit.StackDatabaseWriter;

import java.util.ArrayList;
import java.util.List;

/** A synthetic process with a page heap and its normal heap, whose program worked with both. */
final class PageWork {
    private static final int BLOCKS = 300;
    private static final long LONGEST = 9000;

    private final Workload work;
    private final NtHeapWriter normal;
    private final PageHeapWriter heap;
    private final StackDatabaseWriter stacks;
    private final long ntdll;
    private final long program;
    private final List<Long> busy = new ArrayList<>();
    private final List<Long> visible = new ArrayList<>();

    PageWork(String table, PageHeapWriter.Kind kind) {
        work = new Workload(table);
        ntdll = work.isWide() ? 0x7ffb_1000_0000L : 0x7c90_0000;
        program = work.isWide() ? 0x7ff6_4000_0000L : 0x40_0000;
        work.process().module(new DumpModule(program, 0x2_0000, "C:\\shop.exe", "", 0, 0, ""));
        work.process()
                .module(new DumpModule(ntdll, 0x4_0000, "C:\\Windows\\ntdll.dll", "", 0, 0, ""));
        normal = work.heap(HeapOptions.GROWABLE);
        heap = work.process().pageHeap(normal.address() + 0x100_0000, kind, normal);
        stacks =
                new StackDatabaseWriter(
                        work.process().memory(),
                        work.types().id().architecture(),
                        normal.address() + 0x800_0000);
        stacks.record(ntdll + 0x1234, program + 0x111, program + 0x222);
        stacks.record(ntdll + 0x1234, ntdll + 0x2000, program + 0x333);
        for (int i = 0; i < BLOCKS; i++) {
            busy.add(heap.allocate(1 + i * 977L % LONGEST, stacks.address(1 + i % 2)));
        }
        for (int i = 0; i < BLOCKS; i += 5) {
            long user = busy.get(i);
            if (i % 3 == 0) {
                heap.freeVisibly(user);
                visible.add(user);
            } else {
                heap.free(user);
            }
            if (i % 25 == 10) {
                heap.release(user);
                visible.remove(user);
            }
        }
        for (int i = BLOCKS - 5; i >= 0; i -= 5) {
            busy.remove(i);
        }
    }

    Workload work() {
        return work;
    }

    NtHeapWriter normal() {
        return normal;
    }

    PageHeapWriter heap() {
        return heap;
    }

    StackDatabaseWriter stacks() {
        return stacks;
    }

    long ntdll() {
        return ntdll;
    }

    long program() {
        return program;
    }

    /** A block that is given out. */
    long busy(int n) {
        return busy.get(n);
    }

    /** A block that was freed and whose pages are in the dump. */
    long freed(int n) {
        return visible.get(n);
    }

    /** Decodes the page heap. */
    Recorder decode() {
        PageHeapDecoder decoder = new PageHeapDecoder();
        DecodeContext context = work.context();
        HeapRoot root = decoder.locate(context).getFirst();
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }

    /** Decodes the normal heap. */
    Recorder decodeNormal() {
        NtHeapDecoder decoder = new NtHeapDecoder();
        DecodeContext context = work.context();
        HeapRoot root = decoder.locate(context).getFirst();
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }
}
