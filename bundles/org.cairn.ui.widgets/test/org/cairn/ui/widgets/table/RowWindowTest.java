package org.cairn.ui.widgets.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.ui.widgets.Request;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;

class RowWindowTest {
    private static final long COUNT = 100_000_000;

    private final FakeTurns turns = new FakeTurns();
    private final FakeSource source = new FakeSource();
    private final AtomicInteger changes = new AtomicInteger();
    private final RowWindow<String> window = new RowWindow<>(turns, changes::incrementAndGet);

    @BeforeEach
    void setSource() {
        window.setSource(source, COUNT);
    }

    private void answer() {
        source.last().answer();
        turns.runSoon();
    }

    @Test
    void asksAtOnceForTheRowsSeenAndTwoPagesAround() {
        window.show(1000, 1010);

        assertThat(source.questions).hasSize(1);
        assertThat(source.last().first).isEqualTo(980);
        assertThat(source.last().count).isEqualTo(50);
    }

    @Test
    void asksForNothingBeyondTheEnds() {
        window.show(0, 10);
        assertThat(source.last().first).isZero();
        assertThat(source.last().count).isEqualTo(30);

        turns.pass(RowWindow.PAUSE);
        window.show(COUNT - 10, COUNT);
        assertThat(source.last().first).isEqualTo(COUNT - 30);
        assertThat(source.last().count).isEqualTo(30);
    }

    @Test
    void hasTheRowsOnceTheyCame() {
        window.show(1000, 1010);
        assertThat(window.row(1000)).isNull();

        source.last().answer();
        assertThat(window.row(1000)).as("still on another thread").isNull();
        turns.runSoon();

        assertThat(window.row(1000)).isEqualTo("row 1000");
        assertThat(window.row(979)).isNull();
        assertThat(window.row(980)).isEqualTo("row 980");
        assertThat(window.row(1029)).isEqualTo("row 1029");
        assertThat(window.row(1030)).isNull();
        assertThat(changes).hasValue(1);
    }

    @Test
    void asksNoMoreThanOnceInAPauseWhileScrolling() {
        for (int step = 0; step <= 10; step++) {
            window.show(step * 1_000_000L, step * 1_000_000L + 10);
            turns.pass(RowWindow.PAUSE / 10);
        }

        assertThat(source.questions).hasSize(2);
        assertThat(source.questions.getFirst().isCancelled).isTrue();
        assertThat(source.last().first)
                .as("where it was when the pause had gone by")
                .isEqualTo(8_999_980);
    }

    @Test
    void asksForWhereItStoppedAfterThePause() {
        window.show(0, 10);
        window.show(5000, 5010);
        window.show(9000, 9010);
        assertThat(source.questions).hasSize(1);

        turns.pass(RowWindow.PAUSE);

        assertThat(source.questions).hasSize(2);
        assertThat(source.last().first).isEqualTo(8980);
    }

    @Test
    void dropsAnswersThatAreNoLongerWanted() {
        window.show(0, 10);
        FakeSource.Question old = source.last();
        turns.pass(RowWindow.PAUSE);
        window.show(5000, 5010);

        old.answer();
        turns.runSoon();

        assertThat(old.isCancelled).isTrue();
        assertThat(window.row(0)).isNull();
        assertThat(changes).hasValue(0);
    }

    @Test
    void dropsAnswersOfAnOtherSource() {
        window.show(0, 10);
        FakeSource.Question old = source.last();
        old.answer();

        window.setSource(new FakeSource(), COUNT);
        turns.runSoon();

        assertThat(old.isCancelled).isTrue();
        assertThat(window.row(0)).isNull();
    }

    @Test
    void takesTheFirstOfTwoAnswers() {
        window.show(0, 10);
        answer();

        source.last().answer.failed("too late");
        turns.runSoon();

        assertThat(window.row(0)).isEqualTo("row 0");
        assertThat(window.failure(0)).isNull();
    }

    @Test
    void asksOnlyForWhatIsMissingAndKeepsTheRest() {
        window.show(1000, 1010);
        answer();
        turns.pass(RowWindow.PAUSE);

        window.show(1010, 1020);
        assertThat(source.questions).as("a page is left").hasSize(1);
        window.show(1015, 1025);
        assertThat(source.last().first).isEqualTo(1030);
        assertThat(source.last().count).isEqualTo(15);
        assertThat(window.row(1015)).isEqualTo("row 1015");
        answer();

        assertThat(window.row(1044)).isEqualTo("row 1044");
        assertThat(window.row(995)).isEqualTo("row 995");
        assertThat(window.row(994)).as("too far away").isNull();
    }

    @Test
    void asksOnlyForWhatIsMissingBefore() {
        window.show(1000, 1010);
        answer();
        turns.pass(RowWindow.PAUSE);

        window.show(985, 995);
        assertThat(source.last().first).isEqualTo(965);
        assertThat(source.last().count).isEqualTo(15);
        answer();

        assertThat(window.row(965)).isEqualTo("row 965");
        assertThat(window.row(1014)).isEqualTo("row 1014");
        assertThat(window.row(1015)).isNull();
    }

    @Test
    void keepsFewRowsHoweverFarItScrolls() {
        for (long top = 0; top < 10_000; top += 7) {
            window.show(top, top + 10);
            answer();
            turns.pass(RowWindow.PAUSE);
        }

        long kept = 0;
        for (long rank = 0; rank < 11_000; rank++) {
            kept += window.row(rank) == null ? 0 : 1;
        }
        assertThat(kept).isLessThanOrEqualTo(50);
    }

    @Test
    void doesNotAskAgainForRowsThatDoNotExist() {
        window.show(1000, 1010);
        source.last().answer(22);
        turns.runSoon();
        turns.pass(1000);
        window.show(1000, 1010);

        assertThat(source.questions).hasSize(1);
        assertThat(window.row(1001)).isEqualTo("row 1001");
        assertThat(window.row(1002)).isNull();
    }

    @Test
    void asksForRowsThatCameIntoBeing() {
        window.setSource(source, 5);
        window.show(0, 5);
        answer();
        turns.pass(RowWindow.PAUSE);

        window.setCount(100);
        window.show(0, 10);

        assertThat(source.last().first).isEqualTo(5);
        assertThat(window.row(4)).isEqualTo("row 4");
    }

    @Test
    void forgetsRowsThatAreGone() {
        window.show(0, 10);
        answer();

        window.setCount(7);

        assertThat(window.row(6)).isEqualTo("row 6");
        assertThat(window.row(7)).isNull();
    }

    @Test
    void tellsWhyRowsCannotBeHadAndDoesNotInsist() {
        window.show(1000, 1010);
        source.last().answer.failed("the disk is gone");
        turns.runSoon();
        turns.pass(1000);
        window.show(1000, 1010);

        assertThat(window.failure(1005)).isEqualTo("the disk is gone");
        assertThat(window.failure(5000)).isNull();
        assertThat(changes).hasValue(1);
        assertThat(source.questions).hasSize(1);
    }

    @Test
    void triesAgainElsewhereAndWhenRenewed() {
        window.show(1000, 1010);
        source.last().answer.failed("the disk is gone");
        turns.runSoon();
        turns.pass(RowWindow.PAUSE);

        window.show(5000, 5010);
        assertThat(source.questions).hasSize(2);
        source.last().answer.failed("the disk is gone");
        turns.runSoon();
        turns.pass(RowWindow.PAUSE);

        window.renew();
        window.show(5000, 5010);
        assertThat(source.questions).hasSize(3);
        assertThat(window.failure(5000)).isNull();
    }

    @Test
    void keepsOldRowsUntilNewerOnesCome() {
        window.show(1000, 1010);
        answer();
        turns.pass(RowWindow.PAUSE);

        window.renew();
        window.show(1000, 1010);
        assertThat(window.row(1000)).isEqualTo("row 1000");
        assertThat(source.last().first).isEqualTo(980);
        assertThat(source.last().count).isEqualTo(50);
        source.last().answer.rows(Collections.nCopies(50, "new"));
        turns.runSoon();

        assertThat(window.row(1000)).isEqualTo("new");
    }

    @Test
    void dropsOldRowsThatCannotBeRenewed() {
        window.show(1000, 1010);
        answer();
        turns.pass(RowWindow.PAUSE);

        window.renew();
        window.show(1000, 1010);
        source.last().answer.failed("the disk is gone");
        turns.runSoon();

        assertThat(window.row(1000)).isNull();
        assertThat(window.failure(1000)).isEqualTo("the disk is gone");
    }

    @Test
    void takesAnAnswerGivenWithinTheQuestion() {
        RowWindow<String> direct = new RowWindow<>(new DirectTurns(), changes::incrementAndGet);
        direct.setSource(
                (first, count, answer) -> {
                    answer.rows(Collections.nCopies(count, "at once"));
                    return Request.DONE;
                },
                100);

        direct.show(0, 10);

        assertThat(direct.row(29)).isEqualTo("at once");
        assertThat(changes).hasValue(1);
    }

    /** Is always on the right thread. */
    private static final class DirectTurns implements Turns {
        @Override
        public long now() {
            return 0;
        }

        @Override
        public void run(Runnable action) {
            action.run();
        }

        @Override
        public void later(int milliseconds, Runnable action) {
            throw new AssertionError("nothing is to be waited for");
        }
    }
}
