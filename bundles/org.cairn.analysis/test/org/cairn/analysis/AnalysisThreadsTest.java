package org.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.cairn.analysis.MadeUpFormat.Behaviour;
import org.cairn.analysis.MadeUpFormat.Decoder;
import org.cairn.analysis.internal.Guard;
import org.cairn.dump.DumpFormatException;
import org.cairn.heap.BlockSink;
import org.cairn.heap.HeapRoot.Status;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.BlockQuery;
import org.cairn.store.Store;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** One analysis, several threads. */
@Timeout(60)
class AnalysisThreadsTest {
    @TempDir @Nullable Path folder;

    private Path dump = Path.of("");
    private Path cache = Path.of("");
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch allowed = new CountDownLatch(1);
    private final AtomicInteger decoded = new AtomicInteger();

    @BeforeEach
    void writeDump() throws IOException {
        Path base = Objects.requireNonNull(folder);
        cache = base.resolve("cache");
        dump = Files.write(base.resolve("some.dump"), new byte[0x1000]);
    }

    @Test
    void theHeapsAreListedWhileTheyAreDecoded() throws Exception {
        try (Analysis analysis = open(this::onDemand)) {
            FutureTask<Store> decoding = start(() -> analysis.store(Progress.NONE));
            begun.await();

            List<FoundHeap> found = analysis.heapsFound(Progress.NONE);

            assertThat(decoding).isNotDone();
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().id()).isEqualTo(1);
            assertThat(found.getFirst().process()).isZero();
            assertThat(found.getFirst().decoder()).isEqualTo("test.decoder");
            assertThat(found.getFirst().root().address()).isEqualTo(MadeUpFormat.BASE);
            assertThat(found.getFirst().root().status()).isEqualTo(Status.PRESENT);
            allowed.countDown();
            assertThat(decoding.get().heaps().getFirst().root()).isEqualTo(found.getFirst().root());
            assertThat(analysis.heapsFound(Progress.NONE)).isEqualTo(found);
        }
    }

    @Test
    void whoComesSecondWaitsForTheSameStore() throws Exception {
        try (Analysis analysis = open(this::onDemand)) {
            FutureTask<Store> first = start(() -> analysis.store(Progress.NONE));
            begun.await();
            FutureTask<Store> second = start(() -> analysis.store(Progress.NONE));
            Cancellation impatient = new Cancellation();
            FutureTask<Store> third = start(() -> analysis.store(impatient));
            impatient.cancelled = true;

            assertCancelled(third);
            assertThat(first).isNotDone();
            allowed.countDown();

            assertThat(second.get()).isSameAs(first.get());
            assertThat(decoded).hasValue(1);
        }
    }

    @Test
    void aCancelledRunLeavesNothingAndIsTriedAgain() throws Exception {
        try (Analysis analysis = open(this::onDemand)) {
            Cancellation progress = new Cancellation();
            FutureTask<Store> first = start(() -> analysis.store(progress));
            begun.await();
            progress.cancelled = true;

            assertCancelled(first);
            assertThat(cache.resolve("stores")).isEmptyDirectory();
            assertThat(analysis.keptStore(Progress.NONE)).isEmpty();
            allowed.countDown();

            assertThat(analysis.store(Progress.NONE).blocks(BlockQuery.ALL).count(Progress.NONE))
                    .isEqualTo(16);
        }
        try (Analysis analysis = open(this::onDemand)) {
            assertThat(analysis.keptStore(Progress.NONE)).isPresent();
            assertThat(analysis.isFromStore()).isTrue();
            assertThat(analysis.store(Progress.NONE))
                    .isSameAs(analysis.keptStore(Progress.NONE).orElseThrow());
        }
        assertThat(decoded).as("once cancelled, once complete").hasValue(2);
    }

    @Test
    void closingEndsTheDecoding() throws Exception {
        Analysis analysis = open(this::onDemand);
        FutureTask<Store> decoding = start(() -> analysis.store(Progress.NONE));
        begun.await();

        analysis.close();

        assertCancelled(decoding);
        assertThat(cache.resolve("stores")).isEmptyDirectory();
        assertThatIllegalStateException().isThrownBy(() -> analysis.store(Progress.NONE));
        assertThatIllegalStateException().isThrownBy(() -> analysis.heapsFound(Progress.NONE));
    }

    @Test
    void workIsToldOnTheThreadThatCalls() throws Exception {
        Thread caller = Thread.currentThread();
        AtomicInteger steps = new AtomicInteger();
        AtomicInteger foreign = new AtomicInteger();
        Progress progress =
                new Progress() {
                    @Override
                    public void step(long units) {
                        steps.addAndGet((int) units);
                        if (Thread.currentThread() != caller) {
                            foreign.incrementAndGet();
                        }
                    }
                };
        try (Analysis analysis = open(MadeUpFormat::wellBehaved, MadeUpFormat::wellBehaved)) {
            analysis.heapsFound(progress);
            assertThat(steps).as("one decoder looked in one process").hasValue(Guard.STEPS);
            analysis.store(progress);
            assertThat(steps).as("and two heaps were decoded").hasValue(3 * Guard.STEPS);
        }
        assertThat(foreign).hasValue(0);
    }

    private void onDemand(BlockSink sink, long heap) {
        decoded.incrementAndGet();
        begun.countDown();
        try {
            allowed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        MadeUpFormat.wellBehaved(sink, heap);
    }

    private Analysis open(Behaviour... behaviours) throws IOException, DumpFormatException {
        return new AnalysisService(
                        MadeUpFormat.contributions(
                                List.of(new Decoder("test.decoder", List.of(behaviours)))),
                        cache)
                .open(dump, AnalysisOptions.defaults(), Progress.NONE);
    }

    private static FutureTask<Store> start(Callable<Store> work) {
        FutureTask<Store> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static void assertCancelled(FutureTask<Store> task) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(task::get)
                .withCauseInstanceOf(CancelledException.class);
    }

    private static final class Cancellation implements Progress {
        private volatile boolean cancelled;

        @Override
        public void checkCancelled() {
            if (cancelled) {
                throw new CancelledException();
            }
        }
    }
}
