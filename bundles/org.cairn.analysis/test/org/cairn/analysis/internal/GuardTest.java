package org.cairn.analysis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

class GuardTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void runsEveryJobAndReportsFailures() {
        Recorded good = new Recorded(sign -> sign.give());
        Recorded bad =
                new Recorded(
                        sign -> {
                            throw new StackOverflowError("deep");
                        });
        Recorded last = new Recorded(sign -> sign.give());

        new Guard(2, NEVER).run(List.of(good, bad, last), Progress.NONE);

        assertThat(List.of(good.outcome(), bad.outcome(), last.outcome()))
                .containsExactly("done", "failed java.lang.StackOverflowError: deep", "done");
    }

    @Test
    void abandonsWhatShowsNoSignOfLife() {
        CountDownLatch released = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> late = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        Recorded silent =
                new Recorded(
                        sign -> {
                            released.await();
                            try {
                                sign.give();
                            } catch (CancelledException refused) {
                                late.set(refused);
                                throw refused;
                            } finally {
                                ended.countDown();
                            }
                        });
        Recorded good = new Recorded(sign -> sign.give());

        new Guard(1, SOON).run(List.of(silent, good), Progress.NONE);
        assertThat(silent.outcome()).isEqualTo("stalled");
        assertThat(good.outcome()).isEqualTo("done");

        released.countDown();
        assertThat(ended).satisfies(latch -> latch.await());
        assertThat(late.get() instanceof CancelledException).isTrue();
    }

    @Test
    void doesNotBlameWorkThatWaits() {
        Recorded waiting =
                new Recorded(
                        sign -> {
                            sign.waiting(true);
                            Thread.sleep(3 * SOON.toMillis());
                            sign.waiting(false);
                            sign.give();
                        });

        new Guard(1, SOON).run(List.of(waiting), Progress.NONE);

        assertThat(waiting.outcome()).isEqualTo("done");
    }

    @Test
    void cancellationEndsTheWork() {
        CountDownLatch ended = new CountDownLatch(1);
        Recorded endless =
                new Recorded(
                        sign -> {
                            try {
                                while (true) {
                                    sign.give();
                                }
                            } finally {
                                ended.countDown();
                            }
                        });
        Progress cancelled =
                new Progress() {
                    @Override
                    public void checkCancelled() {
                        throw new CancelledException();
                    }
                };

        assertThatThrownBy(() -> new Guard(1, NEVER).run(List.of(endless), cancelled))
                .isInstanceOf(CancelledException.class);
        assertThat(ended).satisfies(latch -> latch.await());
    }

    @Test
    void tellsHowFarEachJobIs() {
        CountDownLatch seen = new CountDownLatch(1);
        AtomicLong total = new AtomicLong();
        AtomicLong done = new AtomicLong();
        Progress progress =
                new Progress() {
                    @Override
                    public void total(long units) {
                        total.set(units);
                    }

                    @Override
                    public void step(long units) {
                        if (done.addAndGet(units) == Guard.STEPS / 4) {
                            seen.countDown();
                        }
                    }
                };
        Recorded counted =
                new Recorded(
                        sign -> {
                            Progress own = new SignedProgress(sign);
                            own.total(8);
                            own.step(2);
                            seen.await();
                            own.step(100);
                        });
        Recorded silent = new Recorded(sign -> sign.give());

        new Guard(1, NEVER).run(List.of(counted, silent), progress);

        assertThat(total).hasValue(2L * Guard.STEPS);
        assertThat(done).hasValue(2L * Guard.STEPS);
        assertThat(counted.outcome()).isEqualTo("done");
    }

    private interface Work {
        void run(LifeSign sign) throws Exception;
    }

    private static final class Recorded implements Guard.Job {
        private final Work work;
        private volatile String outcome = "not run";

        Recorded(Work work) {
            this.work = work;
        }

        String outcome() {
            return outcome;
        }

        @Override
        public void run(LifeSign sign) throws Exception {
            work.run(sign);
            outcome = "done";
        }

        @Override
        public void failed(Throwable failure) {
            outcome = "failed " + failure;
        }

        @Override
        public void stalled() {
            outcome = "stalled";
        }
    }
}
