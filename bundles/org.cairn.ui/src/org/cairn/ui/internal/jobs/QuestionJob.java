package org.cairn.ui.internal.jobs;

import org.cairn.memory.Progress.CancelledException;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Question;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.swt.widgets.Display;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Answers one question about a dump. It is no news for people: quick, and not in the list of work.
 *
 * @param <T> the answer
 */
public final class QuestionJob<T> extends Job {
    private final DumpSession session;
    private final Display display;
    private final Question<T> question;
    private final Consumer<T> apply;
    private final Consumer<String> failed;
    private volatile boolean dropped;

    /**
     * Prepares the job.
     *
     * @param name what the question is about
     * @param session the dump
     * @param display where the answer is applied
     * @param question what to answer
     * @param apply takes the answer
     * @param failed takes the reason why there is none
     */
    public QuestionJob(
            String name,
            DumpSession session,
            Display display,
            Question<T> question,
            Consumer<T> apply,
            Consumer<String> failed) {
        super(name);
        this.session = session;
        this.display = display;
        this.question = question;
        this.apply = apply;
        this.failed = failed;
        setSystem(true);
        setPriority(SHORT);
    }

    /** Gives the question up: no answer will be applied. Called on the UI thread. */
    public void drop() {
        dropped = true;
        cancel();
    }

    @Override
    @NonNullByDefault({})
    protected IStatus run(IProgressMonitor monitor) {
        if (!session.enter()) {
            return Status.CANCEL_STATUS;
        }
        try {
            T answer = question.answer(new MonitorProgress(monitor, getName()));
            deliver(() -> apply.accept(answer));
            return Status.OK_STATUS;
        } catch (CancelledException cancelled) {
            return Status.CANCEL_STATUS;
        } catch (IOException failure) {
            deliver(() -> failed.accept(String.valueOf(failure.getMessage())));
            return Status.OK_STATUS;
        } catch (RuntimeException | Error failure) {
            deliver(() -> failed.accept("internal failure: " + failure));
            ILog.of(getClass()).error(getName() + ": " + failure, failure);
            return Status.OK_STATUS;
        } finally {
            session.leave();
        }
    }

    private void deliver(Runnable answer) {
        UiThread.later(
                display,
                () -> {
                    if (!dropped) {
                        answer.run();
                    }
                });
    }

    @Override
    @NonNullByDefault({})
    public boolean belongsTo(Object family) {
        return family == session;
    }
}
