package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.memory.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The block at an address, wherever the address is and whatever lies around it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BlockAtTest {
    private static final long K = 0xffff_8000_0000_0000L;
    private static final int NT = 1;
    private static final int LFH = 2;
    private static final int OTHER = 3;
    private static final int MANY = 200;

    private final Store store;

    BlockAtTest(@TempDir Path folder) throws StoreException {
        try (StoreWriter writer =
                StoreWriter.create(
                        folder.resolve("x.cairn"), SampleStore.KEY, SampleStore.SETTINGS)) {
            SampleStore.fill(writer);
            try (BlockLoad load = writer.load(1)) {
                BlockColumns batch = load.take();
                // A container of 0x4000 bytes with blocks of another heap in its first half.
                add(batch, K + 0x10000, 0x100, NT);
                add(batch, K + 0x10100, 0x4000, NT);
                for (int i = 0; i < MANY; i++) {
                    add(batch, K + 0x10200 + i * 0x20, 0x20, LFH);
                }
                add(batch, K + 0x14100, 0x100, NT);
                // Two that begin at the same address, and one that overlaps both.
                add(batch, 0x7fff_ffff_ffff_f000L, 0x2000, OTHER);
                add(batch, 0x7fff_ffff_ffff_f000L, 0x1800, OTHER);
                add(batch, 0x8000_0000_0000_0400L, 0x1000, OTHER);
                // The last bytes of the address space, and the first.
                add(batch, 0xffff_ffff_ffff_ff00L, 0x100, OTHER);
                add(batch, 0, 0x10, OTHER);
                load.put(batch);
                load.finish();
            }
            store = writer.complete(SampleStore.DUMP);
        }
    }

    private static void add(BlockColumns batch, long address, long size, int heap) {
        batch.add(address, size, address, size, BlockState.BUSY, 1, heap, 0, 0, 0);
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Test
    void everyByteOfABlockBelongsToIt() throws StoreException {
        assertThat(at(K + 0x10000)).isEqualTo(K + 0x10000);
        assertThat(at(K + 0x100ff)).isEqualTo(K + 0x10000);
        assertThat(at(K + 0x10100)).isEqualTo(K + 0x10100);
    }

    @Test
    void theSmallestBlockCounts() throws StoreException {
        assertThat(at(K + 0x1020f)).isEqualTo(K + 0x10200);
        assertThat(at(K + 0x10200 + MANY * 0x20 - 1)).isEqualTo(K + 0x10200 + (MANY - 1) * 0x20);
        assertThat(block(0x7fff_ffff_ffff_f000L).size()).isEqualTo(0x1800);
        assertThat(block(0x8000_0000_0000_0800L).size()).isEqualTo(0x1000);
        assertThat(block(0x8000_0000_0000_03ffL).size()).isEqualTo(0x1800);
    }

    @Test
    void aContainerIsFoundBehindManySmallBlocks() throws StoreException {
        assertThat(at(K + 0x10200 + MANY * 0x20)).isEqualTo(K + 0x10100);
        assertThat(at(K + 0x140ff)).isEqualTo(K + 0x10100);
    }

    @Test
    void theEdgesOfTheAddressSpaceAreOrdinary() throws StoreException {
        assertThat(at(-1L)).isEqualTo(0xffff_ffff_ffff_ff00L);
        assertThat(at(0)).isZero();
        assertThat(store.blockAt(-1L, Optional.empty(), Progress.NONE).next()).isEmpty();
        assertThat(store.blockAt(0, Optional.empty(), Progress.NONE).previous()).isEmpty();
        assertThat(store.blockAt(0, Optional.empty(), Progress.NONE).next().map(Block::address))
                .contains(0x7fff_ffff_ffff_f000L);
    }

    @Test
    void neighboursAreOfTheSameHeapAndDoNotOverlap() throws StoreException {
        BlockAt container = store.blockAt(K + 0x140ff, Optional.empty(), Progress.NONE);
        assertThat(container.previous().map(Block::address)).contains(K + 0x10000);
        assertThat(container.next().map(Block::address)).contains(K + 0x14100);

        BlockAt inner = store.blockAt(K + 0x10200, Optional.empty(), Progress.NONE);
        assertThat(inner.previous().map(Block::address)).contains(SampleStore.USER + 0xa0);
        assertThat(inner.next().map(Block::address)).contains(K + 0x10220);
    }

    @Test
    void onlyTheHeapsAskedForCount() throws StoreException {
        BlockAt found = store.blockAt(K + 0x1020f, Optional.of(List.of(NT, OTHER)), Progress.NONE);
        assertThat(found.block().map(Block::address)).contains(K + 0x10100);
        assertThat(store.blockAt(K + 0x10000, Optional.of(List.of(LFH)), Progress.NONE).block())
                .isEmpty();
        assertThat(store.blockAt(K + 0x10000, Optional.of(List.of()), Progress.NONE).block())
                .isEmpty();
    }

    @Test
    void withoutABlockTheNearestOnesAreShown() throws StoreException {
        BlockAt found = store.blockAt(K + 0x14200, Optional.empty(), Progress.NONE);

        assertThat(found.block()).isEmpty();
        assertThat(found.previous().map(Block::address)).contains(K + 0x14100);
        assertThat(found.next().map(Block::address)).contains(0xffff_ffff_ffff_ff00L);
        assertThat(
                        store.blockAt(0x10, Optional.empty(), Progress.NONE)
                                .previous()
                                .map(Block::address))
                .contains(0L);
        assertThat(store.blockAt(0x10, Optional.of(List.of(LFH)), Progress.NONE).previous())
                .isEmpty();
    }

    @Test
    void aBlockHasItsTexts() throws StoreException {
        assertThat(block(SampleStore.KERNEL + 0x110))
                .isEqualTo(
                        new Block(
                                1,
                                SampleStore.KERNEL + 0x100,
                                0x40,
                                SampleStore.KERNEL + 0x110,
                                0x30,
                                BlockState.FREE,
                                "regular",
                                BlockKind.SLACK,
                                1,
                                SampleStore.KERNEL,
                                1,
                                1,
                                "Thre",
                                0));
        assertThat(block(SampleStore.KERNEL + 0x140).rest()).isEqualTo("trailer");
        Block unknown = block(SampleStore.USER + 0x50);
        assertThat(unknown.ownerId()).isZero();
        assertThat(unknown.owner()).isEmpty();
        assertThat(unknown.flags()).isEqualTo(17);
        assertThat(unknown.heap()).isEqualTo(SampleStore.USER);
    }

    private long at(long address) throws StoreException {
        return block(address).address();
    }

    private Block block(long address) throws StoreException {
        return store.blockAt(address, Optional.empty(), Progress.NONE).block().orElseThrow();
    }
}
