package org.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.cairn.heap.BlockKind;
import org.cairn.heap.BlockState;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tables of blocks against lists that Java filtered and sorted. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BlockViewTest {
    private static final int ROWS = 30_000;
    private static final int HEAPS = 3;
    private static final String[] OWNERS = {"", "zeta", "Alpha", "beta"};
    private static final String[] KINDS = {"", "regular", "extended"};
    private static final long[] BASES = {0, 0xffff_8000_0000_0000L, 0x1000, 0x7fff_ffff_fff0_0000L};

    private final Store store;
    private final List<Block> all = new ArrayList<>();

    BlockViewTest(@TempDir Path folder) throws StoreException {
        Random random = new Random(7);
        try (StoreWriter writer =
                // With one thread, the blocks are stored in the order in which they come.
                StoreWriter.create(
                        folder.resolve("x.cairn"), "", SampleStore.SETTINGS.withThreads(1))) {
            for (int heap = 1; heap <= HEAPS; heap++) {
                SampleStore.heap(writer, 1, BASES[heap], "heap");
            }
            for (int i = 1; i < OWNERS.length; i++) {
                writer.owner(SampleStore.owner("tag", OWNERS[i]));
            }
            for (int i = 1; i < KINDS.length; i++) {
                writer.kind(new BlockKind(KINDS[i]));
            }
            try (BlockLoad load = writer.load(1)) {
                BlockColumns batch = load.take();
                for (int i = 0; i < ROWS; i++) {
                    if (batch.isFull()) {
                        load.put(batch);
                        batch = load.take();
                    }
                    Block block = block(i, random);
                    all.add(block);
                    batch.add(
                            block.address(),
                            block.size(),
                            block.userAddress(),
                            block.userSize(),
                            block.state(),
                            List.of(KINDS).indexOf(block.kind()),
                            block.heapId(),
                            block.segmentId(),
                            block.ownerId(),
                            block.flags());
                }
                load.put(batch);
                load.finish();
            }
            store = writer.complete(SampleStore.DUMP);
        }
    }

    private static Block block(int i, Random random) {
        int heap = 1 + i % HEAPS;
        int owner = random.nextInt(OWNERS.length);
        long address = BASES[heap] + i / HEAPS * 64L;
        return new Block(
                i,
                address,
                64,
                // Not in the order of the addresses, and on both sides of 2^63.
                address + random.nextInt(50),
                random.nextInt(40),
                BlockState.values()[random.nextInt(3)],
                KINDS[1 + random.nextInt(2)],
                BlockKind.SLACK,
                heap,
                BASES[heap],
                random.nextInt(9),
                owner,
                OWNERS[owner],
                random.nextInt(32));
    }

    @AfterAll
    void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(BlockOrder.By.class)
    void everyColumnOrdersInBothDirections(BlockOrder.By by) throws StoreException {
        for (boolean descending : new boolean[] {false, true}) {
            assertView(
                    BlockQuery.ALL.orderedBy(new BlockOrder(by, descending)),
                    block -> true,
                    order(by, descending));
        }
    }

    private static Comparator<Block> order(BlockOrder.By by, boolean descending) {
        Comparator<Block> key =
                switch (by) {
                    case STORED -> Comparator.comparing(BlockViewTest::row);
                    case ADDRESS -> (a, b) -> Long.compareUnsigned(a.address(), b.address());
                    case SIZE -> (a, b) -> Long.compareUnsigned(a.size(), b.size());
                    case USER_ADDRESS ->
                            (a, b) -> Long.compareUnsigned(a.userAddress(), b.userAddress());
                    case USER_SIZE -> (a, b) -> Long.compareUnsigned(a.userSize(), b.userSize());
                    case STATE -> Comparator.comparing(block -> block.state().label());
                    case KIND -> Comparator.comparing(Block::kind);
                    case HEAP -> (a, b) -> Long.compareUnsigned(a.heap(), b.heap());
                    case OWNER -> Comparator.comparing(Block::owner);
                    case FLAGS -> Comparator.comparingInt(Block::flags);
                };
        Comparator<Block> directed = descending ? key.reversed() : key;
        Comparator<Block> unknownLast =
                by == BlockOrder.By.OWNER
                        ? Comparator.comparing((Block block) -> block.ownerId() == 0)
                                .thenComparing(directed)
                        : directed;
        return unknownLast.thenComparing((a, b) -> Long.compareUnsigned(a.address(), b.address()));
    }

    private static Long row(Block block) {
        return block.id();
    }

    @Test
    void conditionsAddUp() throws StoreException {
        Comparator<Block> byAddress = order(BlockOrder.By.ADDRESS, false);
        assertView(BlockQuery.ALL, block -> true, byAddress);
        assertView(BlockQuery.ALL.inHeaps(List.of(1, 3)), block -> block.heapId() != 2, byAddress);
        assertView(BlockQuery.ALL.inHeaps(List.of()), block -> false, byAddress);
        assertView(
                BlockQuery.ALL.withState(BlockState.FREE).ownedBy(2),
                block -> block.state() == BlockState.FREE && block.ownerId() == 2,
                byAddress);
        assertView(BlockQuery.ALL.ownedBy(0), block -> block.ownerId() == 0, byAddress);
        assertView(
                BlockQuery.ALL
                        .inHeaps(List.of(1))
                        .where("user_size > 0x20 or owner = 'beta' -- and so on")
                        .orderedBy(new BlockOrder(BlockOrder.By.USER_SIZE, true)),
                block ->
                        block.heapId() == 1
                                && (block.userSize() > 32 || block.owner().equals("beta")),
                order(BlockOrder.By.USER_SIZE, true));
        assertView(
                BlockQuery.ALL
                        .where("address >= 0x8000000000000000")
                        .orderedBy(BlockOrder.AS_STORED),
                block -> block.address() < 0,
                order(BlockOrder.By.STORED, false));
    }

    private void assertView(BlockQuery query, Predicate<Block> filter, Comparator<Block> order)
            throws StoreException {
        List<Block> expected = all.stream().filter(filter).sorted(order).toList();
        try (BlockView view = store.blocks(query)) {
            assertThat(view.count(Progress.NONE)).isEqualTo(expected.size());
            assertPage(view, expected, 0, 60);
            assertPage(view, expected, BlockView.FIRST_ROWS - 60, 60);

            view.prepare(Progress.NONE);

            assertThat(view.isPrepared()).isTrue();
            assertThat(view.count(Progress.NONE)).isEqualTo(expected.size());
            assertPage(view, expected, 0, 60);
            assertPage(view, expected, BlockView.FIRST_ROWS - 30, 60);
            assertPage(view, expected, ROWS / 2, 1000);
            assertPage(view, expected, expected.size() - 1, 60);
            assertPage(view, expected, expected.size(), 60);
            assertPage(view, expected, ROWS, 60);
            assertPage(view, expected, 0, 0);
            assertRows(view, expected, Long.MAX_VALUE);
            assertRows(view, expected, 100);
            assertRows(view, expected, 0);
            assertRanks(view, expected);
        }
    }

    private void assertRanks(BlockView view, List<Block> expected) throws StoreException {
        for (int row = 0; row < expected.size(); row += 1 + expected.size() / 5) {
            assertThat(view.rowOf(expected.get(row).id(), Progress.NONE)).hasValue(row);
        }
        Set<Long> shown = expected.stream().map(Block::id).collect(Collectors.toSet());
        Optional<Block> hidden = all.stream().filter(one -> !shown.contains(one.id())).findFirst();
        if (hidden.isPresent()) {
            assertThat(view.rowOf(hidden.get().id(), Progress.NONE)).isEmpty();
        }
        assertThat(view.rowOf(ROWS, Progress.NONE)).isEmpty();
        assertThat(view.rowOf(-1, Progress.NONE)).isEmpty();
    }

    private static void assertPage(BlockView view, List<Block> expected, int first, int rows)
            throws StoreException {
        int from = Math.min(Math.max(first, 0), expected.size());
        List<Block> part = expected.subList(from, Math.min(from + rows, expected.size()));
        assertThat(view.page(from, rows, Progress.NONE)).isEqualTo(new BlockPage(from, part));
    }

    private static void assertRows(BlockView view, List<Block> expected, long limit)
            throws StoreException {
        List<Block> found = new ArrayList<>();
        try (BlockCursor cursor = view.rows(limit, Progress.NONE)) {
            while (cursor.next()) {
                found.add(cursor.block());
            }
        }
        assertThat(found).isEqualTo(expected.subList(0, (int) Math.min(limit, expected.size())));
    }

    @Test
    void aDeepPagePreparesTheView() throws StoreException {
        try (BlockView view = store.blocks(BlockQuery.ALL)) {
            view.page(0, 60, Progress.NONE);
            assertThat(view.isPrepared()).isFalse();
            assertThat(view.page(ROWS - 10, 60, Progress.NONE).blocks()).hasSize(10);
            assertThat(view.isPrepared()).isTrue();
        }
    }

    @Test
    void onlyTheRowOfABlockThatIsShownPreparesTheView() throws StoreException {
        Block large = all.stream().max(Comparator.comparingLong(Block::userSize)).orElseThrow();
        try (BlockView view =
                store.blocks(BlockQuery.ALL.where("user_size < " + large.userSize()))) {
            assertThat(view.rowOf(large.id(), Progress.NONE)).isEmpty();
            assertThat(view.isPrepared()).isFalse();
            Block lowest = view.page(0, 1, Progress.NONE).blocks().getFirst();
            assertThat(view.rowOf(lowest.id(), Progress.NONE)).hasValue(0);
            assertThat(view.isPrepared()).isTrue();
        }
    }

    @Test
    void theStoredOrderNeedsNoPreparation() throws StoreException {
        try (BlockView view = store.blocks(BlockQuery.ALL.orderedBy(BlockOrder.AS_STORED))) {
            assertThat(view.isPrepared()).isTrue();
            assertThat(view.page(ROWS - 2, 60, Progress.NONE).blocks())
                    .isEqualTo(all.subList(ROWS - 2, ROWS));
        }
    }

    @Test
    void pagesComeWhileAnotherThreadPreparesTheView() throws Exception {
        try (BlockView view = store.blocks(BlockQuery.ALL)) {
            List<Throwable> failures = new ArrayList<>();
            Thread preparing =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            view.prepare(Progress.NONE);
                                        } catch (StoreException e) {
                                            failures.add(e);
                                        }
                                    });
            List<Block> first = view.page(0, 60, Progress.NONE).blocks();
            for (int i = 0; i < 20; i++) {
                assertThat(view.page(0, 60, Progress.NONE).blocks()).isEqualTo(first);
            }
            preparing.join();
            assertThat(failures).isEmpty();
            assertThat(view.page(0, 60, Progress.NONE).blocks()).isEqualTo(first);
        }
    }

    @Test
    void preparingIsCancelled() throws StoreException {
        BlockQuery slow =
                BlockQuery.ALL.where(
                        "(select count(*) from range(1000000000000) where hash(range) = address)"
                                + " >= 0");
        Progress cancelled =
                new Progress() {
                    private int asked;

                    @Override
                    public void checkCancelled() {
                        asked++;
                        if (asked > 2) {
                            throw new CancelledException();
                        }
                    }
                };
        try (BlockView view = store.blocks(slow)) {
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> view.prepare(cancelled));
            assertThat(view.isPrepared()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1) or (1",
                "true) union all (select 1",
                "size > 1; drop view blocks",
                "size > 1) --",
                "1 = 1 /*",
                "",
                "size >",
                "nothing = 1",
                "state + 1 = 2",
                "1 = 1 limit 5",
                "address = ?"
            })
    void aConditionIsOneExpression(String condition) {
        assertThatExceptionOfType(QueryException.class)
                .isThrownBy(() -> store.blocks(BlockQuery.ALL.where(condition)))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void aConditionMayFailOnData() throws StoreException {
        try (BlockView view = store.blocks(BlockQuery.ALL.where("owner::int = 1"))) {
            assertThatExceptionOfType(QueryException.class)
                    .isThrownBy(() -> view.count(Progress.NONE))
                    .withMessageContaining("Could not convert string");
            assertThatExceptionOfType(QueryException.class)
                    .isThrownBy(() -> view.page(0, 60, Progress.NONE));
            assertThatExceptionOfType(QueryException.class)
                    .isThrownBy(() -> view.prepare(Progress.NONE));
        }
    }

    @Test
    void aClosedViewIsNotUsed() throws StoreException {
        BlockView view = store.blocks(BlockQuery.ALL);
        view.prepare(Progress.NONE);
        view.close();

        assertThatIllegalStateException().isThrownBy(() -> view.page(ROWS / 2, 5, Progress.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> view.page(-1, 5, Progress.NONE));
        assertThatIllegalArgumentException().isThrownBy(() -> view.page(0, -1, Progress.NONE));
    }

    @Test
    void aStoreClosesItsViewsAndLeavesNothingBeside(@TempDir Path other) throws Exception {
        Store closed = SampleStore.create(other.resolve("y.cairn"));
        BlockView view = closed.blocks(BlockQuery.ALL);
        view.prepare(Progress.NONE);
        closed.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> view.page(BlockView.FIRST_ROWS, 5, Progress.NONE));
        try (var files = Files.list(other)) {
            assertThat(files).containsExactly(other.resolve("y.cairn"));
        }
    }
}
