package org.cairn.ui.widgets.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

class ByteCacheTest {
    private static final int PAGE = 1024;

    private final List<Ask> asked = new ArrayList<>();
    private final Deque<Runnable> posted = new ArrayDeque<>();
    private int changes;
    private final ByteCache cache = new ByteCache(posted::add, () -> changes++);

    ByteCacheTest() {
        cache.source(
                (address, count, answer) -> {
                    Ask ask = new Ask(address, count, answer);
                    asked.add(ask);
                    return () -> ask.cancelled = true;
                });
    }

    @Test
    void asksForWhatIsSeenBeforeWhatIsAround() {
        want(0x2100, 0x21ff, 0x1f00, 0x27ff);
        assertThat(asked)
                .extracting(ask -> ask.address, ask -> ask.count)
                .containsExactly(tuple(0x2000L, PAGE), tuple(0x1c00L, PAGE), tuple(0x2400L, PAGE));
    }

    @Test
    void givesBytesOnceTheirAnswerHasComeToItsThread() {
        want(0x2100, 0x21ff, 0x2100, 0x21ff);
        asked.getFirst().answer(List.of());
        assertThat(read(0x2100, 2)).containsOnly(Cells.PENDING);
        assertThat(changes).isZero();

        drain();
        assertThat(changes).isEqualTo(1);
        assertThat(read(0x23fe, 4)).containsExactly(0xfe, 0xff, Cells.PENDING, Cells.PENDING);
    }

    @Test
    void asksNotAgainForWhatIsThereOrUnderWay() {
        want(0x2000, 0x23ff, 0x2000, 0x23ff);
        want(0x2000, 0x23ff, 0x2000, 0x27ff);
        assertThat(asked).hasSize(2);
        answerAll();
        want(0x2000, 0x27ff, 0x2000, 0x27ff);
        assertThat(asked).hasSize(2);
    }

    @Test
    void cancelsWhatIsNotWantedAndDropsItsAnswer() {
        want(0x2000, 0x23ff, 0x2000, 0x23ff);
        want(0x8000, 0x83ff, 0x8000, 0x83ff);
        assertThat(asked.get(0).cancelled).isTrue();
        assertThat(asked.get(1).cancelled).isFalse();

        asked.get(0).answer(List.of());
        drain();
        assertThat(changes).isZero();
        assertThat(read(0x2000, 1)).containsExactly(Cells.PENDING);
    }

    @Test
    void dropsAnswersOfAnotherSource() {
        want(0x2000, 0x23ff, 0x2000, 0x23ff);
        asked.getFirst().answer(List.of());
        cache.source(null);
        drain();
        assertThat(asked.getFirst().cancelled).isTrue();
        assertThat(changes).isZero();
        assertThat(read(0x2000, 1)).containsExactly(Cells.PENDING);
    }

    @Test
    void asksForTheLastPageOfMemory() {
        want(-0x200, -1, -0x200, -1);
        assertThat(asked)
                .extracting(ask -> ask.address, ask -> ask.count)
                .containsExactly(tuple(-1024L, PAGE));
        answerAll();
        assertThat(read(-2, 2)).containsExactly(0xfe, 0xff);
        assertThat(cache.loaded(new ByteSelection(-2, -1))).containsExactly(0xfe, 0xff);
    }

    @Test
    void saysWhyBytesAreAbsent() {
        want(0x2000, 0x27ff, 0x2000, 0x27ff);
        asked.getFirst().answer(List.of(new ByteBlock.Gap(0x23fe, 0x2401, "paged out")));
        drain();
        assertThat(read(0x23fc, 8)).containsExactly(0xfc, 0xfd, -2, -2, -2, -2, 2, 3);
        assertThat(cache.reason(0x2401)).isEqualTo("paged out");
        assertThat(cache.reason(0x2402)).isNull();
        assertThat(cache.reason(0x9000)).isNull();
    }

    @Test
    void saysItOnceWhereAGapBegins() {
        want(0x2000, 0x27ff, 0x2000, 0x27ff);
        asked.getFirst().answer(List.of(new ByteBlock.Gap(0x23f8, 0x242f, "paged out")));
        drain();
        assertThat(cache.note(0x23f0, read(0x23f0, 16), false))
                .isEqualTo(new RowText.Note(8, 15, "paged out"));
        assertThat(cache.note(0x2400, read(0x2400, 16), false)).isNull();
        assertThat(cache.note(0x2400, read(0x2400, 16), true))
                .isEqualTo(new RowText.Note(0, 15, "paged out"));
        assertThat(cache.note(0x2430, read(0x2430, 16), true)).isNull();
    }

    @Test
    void takesWhatAnAnswerLacksForAbsent() {
        want(0x2000, 0x23ff, 0x2000, 0x23ff);
        asked.getFirst().answer.accept(new ByteBlock(0x2000, new byte[] {7}, List.of()));
        drain();
        assertThat(read(0x2000, 2)).containsExactly(7, Cells.ABSENT);
        assertThat(cache.reason(0x2001)).isEqualTo("not given");
    }

    @Test
    void givesOfASelectionWhatIsThere() {
        want(0x2000, 0x23ff, 0x2000, 0x23ff);
        answerAll();
        assertThat(cache.loaded(new ByteSelection(0x23fd, -1))).containsExactly(0xfd, 0xfe, 0xff);
        assertThat(cache.loaded(new ByteSelection(0x2400, 0x2500))).isEmpty();
        assertThat(cache.loaded(new ByteSelection(0x2000, 0x2001))).containsExactly(0, 1);
    }

    @Test
    void keepsNoMoreThanAThousandPages() {
        for (int page = 0; page < 1030; page++) {
            long address = (long) page * PAGE;
            want(address, address, address, address);
            answerAll();
        }
        assertThat(read(0, 1)).containsExactly(Cells.PENDING);
        assertThat(read(1029L * PAGE, 1)).containsExactly(0);
    }

    private void want(long seenFirst, long seenLast, long first, long last) {
        cache.want(new ByteSelection(seenFirst, seenLast), new ByteSelection(first, last));
    }

    private int[] read(long address, int count) {
        int[] cells = new int[count];
        cache.read(address, cells);
        return cells;
    }

    private void answerAll() {
        asked.stream().filter(ask -> !ask.answered).toList().forEach(ask -> ask.answer(List.of()));
        drain();
    }

    private void drain() {
        while (!posted.isEmpty()) {
            posted.remove().run();
        }
    }

    /** Bytes that it gives are the low eight bits of their address. */
    private static final class Ask {
        final long address;
        final int count;
        final Consumer<ByteBlock> answer;
        boolean cancelled;
        boolean answered;

        Ask(long address, int count, Consumer<ByteBlock> answer) {
            this.address = address;
            this.count = count;
            this.answer = answer;
        }

        void answer(List<ByteBlock.Gap> gaps) {
            answered = true;
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) (address + i);
            }
            answer.accept(new ByteBlock(address, bytes, gaps));
        }
    }
}
