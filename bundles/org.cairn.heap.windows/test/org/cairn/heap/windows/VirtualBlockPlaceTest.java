package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.DecodeContext;
import org.cairn.heap.HeapRoot;
import org.cairn.memory.Addresses;
import org.cairn.memory.MemoryCursor;
import org.cairn.memory.Structure;
import org.cairn.testkit.ExpectedBlock;
import org.cairn.testkit.ExpectedBlock.Kind;
import org.cairn.testkit.HeapOptions;
import org.cairn.testkit.NtHeapWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** H13: where a virtual block may begin. */
final class VirtualBlockPlaceTest {
    private static final long LARGE = 0x20_0000;

    private final NtHeapDecoder decoder = new NtHeapDecoder();

    /** A heap with one virtual block, whose entry was moved up, with its links. */
    private static final class Moved {
        private final Workload work;
        private final NtHeapWriter heap;
        private final long plain;
        private final ExpectedBlock block;
        private final long node;

        Moved(String table, int distance) {
            work = new Workload(table);
            heap = work.heap(HeapOptions.GROWABLE);
            plain = heap.allocate(0x40);
            heap.allocate(LARGE);
            block =
                    heap.blocks().stream()
                            .filter(b -> b.kind() == Kind.VIRTUAL)
                            .findFirst()
                            .orElseThrow();
            node = block.address() + distance;
            Structure entry = work.types().structure("_HEAP_VIRTUAL_ALLOC_ENTRY");
            MemoryCursor cursor = work.process().space().cursor();
            assertThat(cursor.seek(block.address(), entry.size())).isTrue();
            work.process().corrupt(node, cursor.bytes(0, entry.size()));
            long head = heap.address() + work.heapOffset("VirtualAllocdBlocks");
            work.process().corrupt(head, "_LIST_ENTRY", "Flink", node);
            work.process().corrupt(head, "_LIST_ENTRY", "Blink", node);
            String type = "_HEAP_VIRTUAL_ALLOC_ENTRY";
            work.process().corrupt(node, type, "CommitSize", block.size() - distance);
            work.process().corrupt(node, type, "ReserveSize", block.size() - distance);
        }
    }

    private Recorder decode(Moved moved) {
        DecodeContext context = moved.work.context();
        HeapRoot root = decoder.locate(context).getFirst();
        Recorder found = new Recorder();
        decoder.decode(root, context, found);
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "winxp-sp3-x86, 0x1000, 0x10000",
        "win2003-sp2-x64, 0x1000, 0x10000",
        "winvista-sp2-x86, 0x1000, 0x10000",
        "win7-sp1-x64, 0x2000, 0x10000",
        "win81-x64, 0x40, 0x1000",
        "win10-22h2-19045-x86, 0x800, 0x1000",
        "win10-22h2-19045-x64, 0x10, 0x1000"
    })
    void noBlockBeginsThere(String table, String distance, String alignment) {
        Moved moved = new Moved(table, Integer.decode(distance));
        Recorder found = decode(moved);
        assertThat(found.rules()).containsExactly("nt.virtual-block");
        assertThat(found.anomalies().getFirst().address()).isEqualTo(moved.node);
        assertThat(found.anomalies().getFirst().expected()).isEqualTo("a multiple of " + alignment);
        assertThat(found.anomalies().getFirst().actual()).isEqualTo(Addresses.hex(moved.node));
        assertThat(found.at(moved.plain - moved.work.unit()).userSize()).isEqualTo(0x40);
        assertThat(found.blocks("virtual")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "win81-x64, 0x1000",
        "win10-22h2-19045-x86, 0x3000",
        "win11-22h2-22621-x64, 0x1000"
    })
    void anyPageIsGoodFrom8On(String table, String distance) {
        Moved moved = new Moved(table, Integer.decode(distance));
        Recorder found = decode(moved);
        assertThat(found.anomalies()).isEmpty();
        assertThat(found.at(moved.node).userSize()).isEqualTo(LARGE - Integer.decode(distance));
    }
}
