package org.cairn.ui.widgets.table;

import org.cairn.ui.widgets.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A source that answers when a test says so; a row says its rank. */
final class FakeSource implements RowSource<String> {
    final List<Question> questions = new ArrayList<>();

    /** What was asked for. */
    static final class Question {
        final long first;
        final int count;
        final Answer<String> answer;
        boolean isCancelled;

        Question(long first, int count, Answer<String> answer) {
            this.first = first;
            this.count = count;
            this.answer = answer;
        }

        void answer() {
            answer(count);
        }

        void answer(int size) {
            answer.rows(
                    LongStream.range(first, first + size).mapToObj(rank -> "row " + rank).toList());
        }
    }

    @Override
    public Request fetch(long first, int count, Answer<String> answer) {
        Question question = new Question(first, count, answer);
        questions.add(question);
        return () -> question.isCancelled = true;
    }

    Question last() {
        return questions.getLast();
    }
}
