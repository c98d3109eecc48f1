package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockSink;
import org.cairn.heap.BlockState;
import org.cairn.heap.Confidence;
import org.cairn.heap.Owner;
import org.cairn.memory.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** An owner is one, however sure its blocks are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SameOwnerTest {
    private static final int CERTAIN = 1;
    private static final int HINT = 2;

    private final Store store;

    /** Two heaps; in the second one the blocks of {@code mft} are found. */
    SameOwnerTest(@TempDir Path folder) throws StoreException {
        try (StoreWriter writer =
                StoreWriter.create(folder.resolve("owners.cairn"), "", SampleStore.SETTINGS)) {
            int whole = SampleStore.heap(writer, 1, 0x1_0000, "heap");
            int broken = SampleStore.heap(writer, 1, 0x2_0000, "heap");
            int certain = writer.owner(owner("mft", Confidence.CERTAIN, "its header"));
            int hint = writer.owner(owner("mft", Confidence.HINT, "found by its pattern"));
            int strong = writer.owner(owner("mft", Confidence.STRONG, "found by links"));
            int other = writer.owner(owner("sft", Confidence.CERTAIN, "its header"));
            int kind = writer.kind(new BlockKind("regular"));
            try (BlockLoad load = writer.load(1)) {
                BlockColumns batch = load.take();
                add(batch, 0x1_0000, 0x100, kind, whole, certain);
                add(batch, 0x1_0100, 0x10, kind, whole, other);
                add(batch, 0x2_0000, 0x20, kind, broken, certain);
                add(batch, 0x2_0020, 0x40, kind, broken, strong);
                add(batch, 0x2_0060, 0x80, kind, broken, hint);
                add(batch, 0x2_00e0, 0x200, kind, broken, 0);
                found(batch, 0x2_02e0, kind, broken, other, BlockSink.FOUND_STRONG);
                load.put(batch);
                load.finish();
            }
            store = writer.complete(SampleStore.DUMP);
        }
    }

    private static Owner owner(String label, Confidence confidence, String evidence) {
        return new Owner("system owner", "key of " + label, label, "", confidence, evidence);
    }

    private static void found(
            BlockColumns batch, long address, int kind, int heap, int owner, int flags) {
        SampleStore.add(batch, address, 24, BlockState.BUSY, kind, heap, 0, owner, flags);
    }

    private static void add(
            BlockColumns batch, long address, long size, int kind, int heap, int owner) {
        SampleStore.add(batch, address, size, BlockState.BUSY, kind, heap, 0, owner, 0);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void theLeastSureBlocksStandForIt() throws StoreException {
        assertThat(rows("select owner, count, bytes, confidence, evidence, owner_id from owners"))
                .containsExactlyInAnyOrder(
                        "mft|4|480|hint|found by its pattern|" + HINT,
                        "sft|2|40|strong|its header|4",
                        "NULL|1|512|NULL|NULL|NULL");
        assertThat(rows("select round(sum(share), 12) from owners")).containsExactly("1.0");
    }

    @Test
    void alsoInAHeap() throws StoreException {
        assertThat(rows("select heap, owner, count, bytes, owner_id from heap_owners"))
                .containsExactlyInAnyOrder(
                        "65536|mft|1|256|" + HINT,
                        "65536|sft|1|16|4",
                        "131072|mft|3|224|" + HINT,
                        "131072|sft|1|24|4",
                        "131072|NULL|1|512|NULL");
    }

    @Test
    void eachOfItsNumbersFindsAllOfItsBlocks() throws StoreException {
        for (int number : List.of(CERTAIN, HINT)) {
            try (BlockView view = store.blocks(BlockQuery.ALL.ownedBy(number))) {
                assertThat(view.count(Progress.NONE)).isEqualTo(4);
            }
            assertThat(rows("select count(*) from blocks where " + OwnerCondition.of(number)))
                    .containsExactly("4");
            assertThat(rows("select owner from owners where " + OwnerCondition.of(number)))
                    .containsExactly("mft");
        }
        assertThat(rows("select bytes from owners where " + OwnerCondition.of(0)))
                .containsExactly("512");
        assertThat(rows("select bytes from block_total where " + OwnerCondition.ofTable(0)))
                .containsExactly("512");
    }

    /** Of a block that may be none the owner is not certain, nor is that of all its blocks. */
    @Test
    void anOwnerIsNotSurerThanItsBlocks() throws StoreException {
        assertThat(rows("select heap, confidence from heap_owners where owner = 'sft' order by 1"))
                .containsExactly("65536|certain", "131072|strong");
    }

    /** What is said of a block is not changed by others. */
    @Test
    void aBlockKeepsItsConfidence() throws StoreException {
        assertThat(rows("select owner_confidence from blocks order by address"))
                .containsExactly(
                        "certain", "certain", "certain", "strong", "hint", "NULL", "strong");
    }

    private List<String> rows(String sql) throws StoreException {
        return SampleStore.rows(store, sql);
    }
}
