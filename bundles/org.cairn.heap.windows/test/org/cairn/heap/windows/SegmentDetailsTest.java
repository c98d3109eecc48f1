package org.cairn.heap.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockState;
import org.cairn.heap.DecodeContext;
import org.cairn.heap.FieldValue;
import org.cairn.memory.Addresses;
import org.cairn.testkit.SegmentHeapBlock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the heap keeps of a block is shown field by field. */
final class SegmentDetailsTest {
    private static final int UNIT = 16;

    private final SegmentHeapDecoder decoder = new SegmentHeapDecoder();
    private final List<Long> users = new ArrayList<>();
    private SegmentWork work = new SegmentWork("win10-22h2-19045-x64");
    private DecodeContext context = work.context();

    /** 60 blocks of 0x65 bytes in a chunk and in a range, one of 0x55 bytes in a chunk. */
    @BeforeEach
    void allocate() {
        work = new SegmentWork("win10-22h2-19045-x64");
        for (int i = 0; i < 60; i++) {
            users.add(work.heap().allocate(0x65));
        }
        users.add(work.heap().allocate(0x55));
        work.heap().allocate(0x3_1234);
        work.heap().allocate(0x80_0001);
        work.heap().free(users.get(3));
        context = work.context();
    }

    private Map<String, FieldValue> show(long block) {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        decoder.describe(decoder.locate(context).getFirst(), block, context)
                .forEach(field -> fields.put(field.name(), field));
        return fields;
    }

    private static String value(Map<String, FieldValue> fields, String name) {
        return fields.get(name) instanceof FieldValue field ? field.value() : "no field " + name;
    }

    private SegmentHeapBlock block(String kind, BlockState state) {
        return work.heap().blocks().stream()
                .filter(block -> block.kind().equals(kind) && block.state() == state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsAChunk() {
        long chunk = users.getLast() - UNIT;
        Map<String, FieldValue> fields = show(chunk);
        assertThat(value(fields, "TreeSignature")).isEqualTo("0xccddccdd");
        assertThat(value(fields, "RangeFlags")).isEqualTo("0xf (vs)");
        assertThat(value(fields, "UnitSize")).isEqualTo("0x10 units");
        assertThat(value(fields, "Sizes.UnsafeSize")).isEqualTo("0x7 units = 0x70 bytes (112)");
        assertThat(value(fields, "Sizes.Allocated")).isEqualTo("0x1 (busy)");
        assertThat(value(fields, "UnusedBytesInfo")).isEqualTo("0xb (11 bytes unused)");
        FieldValue size = fields.get("Sizes.UnsafeSize");
        assertThat(size).isNotNull();
        assertThat(size.address()).isEqualTo(chunk);
        assertThat(size.raw().split(" ")).hasSize(size.size());
    }

    @Test
    void showsAFreeChunk() {
        SegmentHeapBlock chunk = block("VS", BlockState.FREE);
        Map<String, FieldValue> fields = show(chunk.address());
        assertThat(value(fields, "Sizes.Allocated")).isEqualTo("0x0 (free)");
        assertThat(value(fields, "Sizes.UnsafeSize"))
                .contains(Addresses.hex(chunk.size()) + " bytes");
        assertThat(fields).containsKeys("Node.Left", "Node.Right", "Node.ParentValue");
    }

    @Test
    void showsABlockOfASubsegmentInAChunk() {
        Map<String, FieldValue> fields = show(users.get(18));
        assertThat(value(fields, "RangeFlags")).isEqualTo("0xf (vs)");
        assertThat(value(fields, "BlockOffsets.BlockSize")).isEqualTo("0x70 bytes");
        assertThat(value(fields, "BlockBitmap of block 1")).isEqualTo("0x3 (busy)");
        assertThat(value(fields, "UnusedBytesInfo")).isEqualTo("0xb (11 bytes unused)");
    }

    @Test
    void showsABlockOfASubsegment() {
        Map<String, FieldValue> fields = show(users.get(59));
        assertThat(value(fields, "RangeFlags")).isEqualTo("0xb (lfh)");
        assertThat(value(fields, "BlockOffsets.BlockSize")).isEqualTo("0x70 bytes");
        assertThat(value(fields, "BlockCount")).isEqualTo(Addresses.hex(lfhBlocks()));
        assertThat(fields.keySet()).anyMatch(name -> name.startsWith("BlockBitmap of block"));
    }

    private long lfhBlocks() {
        long start = work.heap().range(users.get(59));
        return work.heap().blocks().stream()
                .filter(block -> block.kind().equals("LFH"))
                .filter(block -> work.heap().range(block.address()) == start)
                .count();
    }

    @Test
    void showsABlockOfWholeUnits() {
        Map<String, FieldValue> fields = show(block("back end", BlockState.BUSY).address());
        assertThat(value(fields, "RangeFlags")).isEqualTo("0x3 (backend)");
        assertThat(value(fields, "UnitSize")).isEqualTo("0x32 units");
        assertThat(value(fields, "UnusedBytes")).isEqualTo("0xdcc bytes");
    }

    @Test
    void showsALargeBlock() {
        SegmentHeapBlock large = block("large", BlockState.BUSY);
        Map<String, FieldValue> fields = show(large.address());
        assertThat(value(fields, "AllocatedPages")).isEqualTo("0x801 pages");
        assertThat(value(fields, "UnusedBytes")).isEqualTo("0xfff bytes");
        FieldValue address = fields.get("VirtualAddress");
        assertThat(address).isNotNull();
        assertThat(address.address())
                .isEqualTo(
                        work.heap().node(large.address())
                                + work.types()
                                        .structure("_HEAP_LARGE_ALLOC_DATA")
                                        .offset("VirtualAddress"));
    }

    @Test
    void showsNothingOfWhatIsNoBlock() {
        assertThat(show(0x1234_5678L)).isEmpty();
    }
}
