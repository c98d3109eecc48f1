package org.cairn.ui;

import org.cairn.memory.Progress;

import java.io.IOException;

/**
 * A question that is answered on a background thread.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface Question<T> {
    /**
     * Finds the answer.
     *
     * @param progress cancels the work
     * @return the answer
     * @throws IOException when there is none; its message is shown
     */
    T answer(Progress progress) throws IOException;
}
