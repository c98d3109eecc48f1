package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Absence;
import org.cairn.memory.AddressSpace;
import org.cairn.memory.Run;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.Random;

/**
 * Heaps made to hang or to exhaust: every walk ends, nothing is thrown, and no two blocks overlap
 * (the recorder sees to that).
 */
final class HostileHeapTest {
    private final NtHeapDecoder decoder = new NtHeapDecoder();

    private Recorder decode(DecodeContext context) {
        Recorder found = new Recorder();
        for (HeapRoot root : decoder.locate(context)) {
            if (root.status() == Status.PRESENT) {
                decoder.decode(root, context, found);
            }
        }
        return found;
    }

    private static AddressSpace copy(AddressSpace space, Random random, int damages) {
        SparseMemory.Builder builder = SparseMemory.builder(Absence.NOT_CAPTURED);
        for (Run.Mapped run : space.mapped(0, -1L)) {
            byte[] bytes = run.bytes().toArray(ValueLayout.JAVA_BYTE);
            for (int i = 0; i < damages; i++) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) random.nextInt();
            }
            builder.bytes(run.start(), MemorySegment.ofArray(bytes));
        }
        return builder.build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "winxp-sp3-x86",
                "win2003-sp2-x64",
                "winvista-sp2-x64",
                "win7-sp1-x86",
                "win11-23h2-22631-x64"
            })
    void survivesRandomDamage(String table) {
        Workload work = new Workload(table);
        work.busyHeap(1000);
        ProcessImage image = work.process().image();
        Random random = new Random(3);
        int damaged = 0;
        for (int round = 0; round < 60; round++) {
            AddressSpace space = copy(image.space(), random, 1 << round % 9);
            ProcessImage changed =
                    new ProcessImage(
                            1,
                            "",
                            image.architecture(),
                            space,
                            image.modules(),
                            image.threads(),
                            image.regions(),
                            image.heapLists());
            DecodeContext context =
                    work.context(changed, work.types().id().build(), Optional.empty());
            damaged += decode(context).anomalies().isEmpty() ? 0 : 1;
        }
        assertThat(damaged).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"winxp-sp3-x86", "win7-sp1-x86", "win10-1903-18362-x64"})
    void ignoresPagesThatAreClaimedOnly(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = work.heap(HeapOptions.GROWABLE);
        heap.allocate(0x100);
        boolean old = table.startsWith("winxp");
        long header = old ? segmentOfXp(work, heap) : heap.address();
        work.process().corrupt(header, "_HEAP_SEGMENT", "NumberOfPages", 0xffff_ffffL);
        work.process()
                .corrupt(
                        header,
                        "_HEAP_SEGMENT",
                        "LastValidEntry",
                        heap.address() + 0xffff_ffffL * 0x1000);
        DecodeContext context = work.context();
        Recorder found = decode(context);
        assertThat(found.blocks().values()).anyMatch(block -> block.userSize() == 0x100);
    }

    private static long segmentOfXp(Workload work, NtHeapWriter heap) {
        var cursor = work.process().space().cursor();
        assertThat(cursor.seek(heap.address() + work.heapOffset("Segments"), 4)).isTrue();
        return cursor.u32(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"win7-sp1-x86", "win10-1903-18362-x64"})
    void endsOnListsThatGoRound(String table) {
        Workload work = new Workload(table);
        NtHeapWriter heap = work.busyHeap(2000);
        long second = heap.segments().get(1).start();
        int link = work.types().structure("_HEAP_SEGMENT").offset("SegmentListEntry");
        int ranges = work.types().structure("_HEAP_SEGMENT").offset("UCRSegmentList");
        work.process().corrupt(second + link, "_LIST_ENTRY", "Flink", second + link);
        work.process().corrupt(second + link, "_LIST_ENTRY", "Blink", second + link);
        work.process().corrupt(second + ranges, "_LIST_ENTRY", "Flink", heap.address());
        long blocks = heap.address() + work.heapOffset("VirtualAllocdBlocks");
        work.process().corrupt(blocks, "_LIST_ENTRY", "Flink", second + link);
        Recorder found = decode(work.context());
        assertThat(found.rules()).contains("nt.list");
    }

    @Test
    void takesTheSameHeapTwice() {
        Workload work = new Workload("winxp-sp3-x86");
        NtHeapWriter heap = work.busyHeap(2000);
        int count = heap.blocks().size();
        work.process()
                .corrupt(
                        heap.address() + work.heapOffset("Segments") + 8,
                        "_LIST_ENTRY",
                        "Flink",
                        heap.segments().get(1).start());
        Recorder found = decode(work.context());
        assertThat(found.rules()).contains("nt.segment");
        assertThat(found.blocks()).hasSizeLessThanOrEqualTo(count);
    }
}
