package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import org.cairn.dump.DumpModule;
import org.cairn.heap.Confidence;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.heap.Owner;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.testkit.HeapAids;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.cairn.testkit.PageHeapWriter.Kind;
import org.cairn.testkit.StackDatabaseWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/** Owners and evidence that the heap itself recorded, beside tags and stacks of allocations. */
final class RecordedOwnersTest {
    private static final int FILL = 4;
    private static final int EXTRA = 2;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    private Recorder decode(Workload work) {
        DecodeContext context = work.context();
        Recorder found = new Recorder();
        decoder.decode(decoder.locate(context).getFirst(), context, found);
        return found;
    }

    private static byte[] word(long value, int bytes) {
        byte[] word = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            word[i] = (byte) (value >>> i * Byte.SIZE);
        }
        return word;
    }

    /** {@code TagIndex} with bit 15: the block's size in units, 0 for all that are larger. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, 0x8009, blocks of 72 bytes",
        "win2003-sp2-x64, 0x8005, blocks of 80 bytes",
        "win7-sp1-x86, 0x8000, large blocks",
        "win10-22h2-19045-x64, 0x807f, blocks of 2032 bytes"
    })
    void pseudoTag(String table, String index, String label) {
        Workload work = new Workload(table);
        NtHeapWriter heap = work.heap(HeapOptions.GROWABLE);
        int tag = heap.tag("basket");
        long user = heap.allocate(0x30, tag);
        long entry = user - work.unit();
        long size =
                heap.blocks().stream()
                        .filter(block -> block.address() == entry)
                        .findFirst()
                        .orElseThrow()
                        .size();
        long extra = entry + size - work.unit();
        work.process().corrupt(extra + Short.BYTES, word(Integer.decode(index), Short.BYTES));
        Recorder found = decode(work);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.owner(user))
                .contains(
                        new Owner(
                                "heap pseudo tag",
                                index,
                                label,
                                "pseudo tag of a block size",
                                Confidence.HINT,
                                "_HEAP_ENTRY_EXTRA.TagIndex"));
    }

    /** The first of a heap's tags has the heap's name. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x64", "win10-22h2-19045-x86"})
    void nameOfTheHeap(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = work.heap(HeapOptions.GROWABLE);
        int tag = heap.tag("basket");
        long tagged = heap.allocate(0x30, tag);
        long plain = heap.allocate(0x30);
        MemoryCursor cursor = work.process().space().cursor();
        int pointer = work.isWide() ? Long.BYTES : Integer.BYTES;
        assertThat(cursor.seek(heap.address() + work.heapOffset("TagEntries"), pointer)).isTrue();
        long first = cursor.pointer(0, pointer);
        byte[] name = "checkout\0".getBytes(StandardCharsets.UTF_16LE);
        work.process().corrupt(first + (work.isWide() ? 0x14 : 0x10), name);
        Recorder found = decode(work);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.owner(plain))
                .contains(
                        new Owner(
                                "heap name",
                                "checkout",
                                "checkout",
                                "name of the heap",
                                Confidence.HINT,
                                "first entry of _HEAP.TagEntries"));
        assertThat(found.owner(tagged).orElseThrow().label()).isEqualTo("basket");
    }

    /** {@code StackTrace} of a node leads to a {@code _RTL_TRACE_BLOCK}, that to the frames. */
    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, XP_X86, 0x8, 0x1c",
        "win10-22h2-19045-x86, VISTA_X86, 0x8, 0x1c",
        "win10-22h2-19045-x64, VISTA_X64, 0x8, 0x30"
    })
    void traceBlock(String table, Kind kind, String size, String trace) {
        PageWork work = new PageWork(table, kind);
        int pointer = work.work().isWide() ? Long.BYTES : Integer.BYTES;
        long block = work.normal().allocate(0x40);
        long frames = work.normal().allocate(0x40);
        long user = work.heap().allocate(0x123, block);
        var process = work.work().process();
        process.corrupt(block, word(0, 0x40));
        process.corrupt(block + Integer.decode(size), word(3, Integer.BYTES));
        process.corrupt(block + Integer.decode(trace), word(frames, pointer));
        process.corrupt(frames, word(work.ntdll() + 0x77, pointer));
        process.corrupt(frames + pointer, word(work.program() + 0x88, pointer));
        process.corrupt(frames + 2L * pointer, word(work.program() + 0x99, pointer));
        Owner owner = work.decode().owner(user).orElseThrow();
        assertThat(owner.kind()).isEqualTo("stack trace");
        assertThat(owner.key()).isEqualTo(Addresses.hex(block));
        assertThat(owner.label()).isEqualTo("shop.exe+0x88");
        assertThat(owner.evidence()).isEqualTo("ntdll.dll+0x77 < shop.exe+0x88 < shop.exe+0x99");
    }

    /** A frame that lies in no module tells little: the next one that does is the owner. */
    @ParameterizedTest
    @CsvSource({"winxp-sp3-x86, XP_X86", "win10-22h2-19045-x64, VISTA_X64"})
    void callerInNoModule(String table, Kind kind) {
        PageWork work = new PageWork(table, kind);
        long nowhere = 0x1234_5678;
        work.stacks().record(work.ntdll() + 0x10, nowhere, work.program() + 0x444);
        work.stacks().record(work.ntdll() + 0x10, nowhere);
        long named = work.heap().allocate(0x40, work.stacks().address(3));
        long lost = work.heap().allocate(0x40, work.stacks().address(4));
        Recorder found = work.decode();
        Owner owner = found.owner(named).orElseThrow();
        assertThat(owner.label()).isEqualTo("shop.exe+0x444");
        assertThat(owner.description())
                .isEqualTo("first caller in a module outside of the heap's code");
        assertThat(owner.confidence()).isEqualTo(Confidence.STRONG);
        assertThat(owner.evidence()).isEqualTo("ntdll.dll+0x10 < 0x12345678 < shop.exe+0x444");
        Owner hint = found.owner(lost).orElseThrow();
        assertThat(hint.label()).isEqualTo("0x12345678");
        assertThat(hint.description()).endsWith("in no module");
        assertThat(hint.confidence()).isEqualTo(Confidence.HINT);
    }

    /** The stack of the free, {@code _HEAP_FREE_ENTRY_EXTRA.FreeBackTraceIndex}. */
    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win2003-sp2-x86", "win2003-sp2-x64"})
    void whoFreedABlock(String table) {
        Workload work = new Workload(table);
        var process = work.process();
        long program = 0x40_0000;
        process.module(new DumpModule(program, 0x4_0000, "C:\\shop.exe", "", 0, 0, ""));
        NtHeapWriter heap = work.heap(HeapOptions.GROWABLE).with(HeapAids.FILLS);
        StackDatabaseWriter stacks =
                new StackDatabaseWriter(
                        process.memory(),
                        work.types().id().architecture(),
                        heap.address() + 0x400_0000);
        stacks.record(program + 0x111, program + 0x222);
        stacks.record(program + 0x333, program + 0x444);
        heap.allocate(0x100);
        long freed = heap.allocate(0x100);
        heap.allocate(0x100);
        heap.free(freed);
        long block = freed - work.unit();
        long end =
                heap.blocks().stream()
                        .filter(part -> part.address() == block)
                        .mapToLong(part -> part.address() + part.size())
                        .findFirst()
                        .orElseThrow();
        heap.overwrite(block, "Flags", FILL | EXTRA, true);
        process.corrupt(end - 4, word(7, Short.BYTES));
        process.corrupt(end - 2, word(2, Short.BYTES));
        assertThat(decode(work).anomalies()).isEmpty();
        process.corrupt(freed + 0x41, (byte) 0x11);
        Recorder found = decode(work);
        assertThat(found.rules()).containsExactly("nt.free-fill");
        assertThat(found.anomalies().getFirst().summary())
                .endsWith("; freed by shop.exe+0x333 < shop.exe+0x444");
        DecodeContext context = work.context();
        assertThat(decoder.describe(decoder.locate(context).getFirst(), block, context))
                .extracting(FieldValue::name, FieldValue::value)
                .contains(
                        tuple("_HEAP_FREE_ENTRY_EXTRA.TagIndex", "7"),
                        tuple(
                                "_HEAP_FREE_ENTRY_EXTRA.FreeBackTraceIndex",
                                "2 shop.exe+0x333 < shop.exe+0x444"));
    }
}
