package org.cairn.ui;

import org.cairn.ui.internal.jobs.QuestionJob;
import org.cairn.ui.widgets.Request;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Display;

import java.util.function.Consumer;

/**
 * Asks one question after the other about a dump, of which only the last counts: an earlier one is
 * cancelled, and should its answer come all the same, it is dropped. Used on the UI thread, where
 * answers arrive, too.
 */
public final class Asker {
    private final String name;
    private @Nullable QuestionJob<?> current;

    /**
     * Creates an asker without a question.
     *
     * @param name what its questions are about, for people who look at the progress
     */
    public Asker(String name) {
        this.name = name;
    }

    /**
     * Asks.
     *
     * @param <T> the answer
     * @param session the dump; a question about a closed one is not answered
     * @param question answered on a background thread
     * @param apply takes the answer on the UI thread, unless another question was asked meanwhile
     * @param failed takes one sentence for people when there is no answer, on the UI thread
     * @return the request, to be cancelled when the answer is no longer wanted
     */
    public <T> Request ask(
            DumpSession session, Question<T> question, Consumer<T> apply, Consumer<String> failed) {
        cancel();
        QuestionJob<T> job =
                new QuestionJob<>(name, session, Display.getCurrent(), question, apply, failed);
        current = job;
        job.schedule();
        return job::drop;
    }

    /** Gives up the question that is under way, if there is one. */
    public void cancel() {
        QuestionJob<?> asked = current;
        current = null;
        if (asked != null) {
            asked.drop();
        }
    }
}
