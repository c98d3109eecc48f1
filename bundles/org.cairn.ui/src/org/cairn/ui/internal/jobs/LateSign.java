package org.cairn.ui.internal.jobs;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobChangeEvent;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.jobs.JobChangeAdapter;
import org.eclipse.jdt.annotation.NonNullByDefault;

/**
 * Shows a quiet job in the list of work, where people may cancel it, but only when it takes longer
 * than a moment.
 */
public final class LateSign extends Job {
    private static final long MOMENT_MILLIS = 600;

    private final Job work;
    private final Runnable cancelled;

    private LateSign(String name, Job work, Runnable cancelled) {
        super(name);
        this.work = work;
        this.cancelled = cancelled;
        setPriority(LONG);
    }

    /**
     * Watches a job.
     *
     * @param name what people read
     * @param work not yet scheduled
     * @param cancelled run when people cancel it, on a background thread
     */
    public static void watch(String name, Job work, Runnable cancelled) {
        LateSign sign = new LateSign(name, work, cancelled);
        work.addJobChangeListener(
                new JobChangeAdapter() {
                    @Override
                    @NonNullByDefault({})
                    public void done(IJobChangeEvent event) {
                        if (sign.getState() != RUNNING) {
                            sign.cancel();
                        }
                    }
                });
        sign.schedule(MOMENT_MILLIS);
    }

    @Override
    @NonNullByDefault({})
    protected IStatus run(IProgressMonitor monitor) {
        monitor.beginTask(getName(), IProgressMonitor.UNKNOWN);
        try {
            work.join(0, monitor);
            return Status.OK_STATUS;
        } catch (OperationCanceledException stopped) {
            cancelled.run();
            work.cancel();
            return Status.CANCEL_STATUS;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Status.CANCEL_STATUS;
        }
    }

    @Override
    @NonNullByDefault({})
    public boolean belongsTo(Object family) {
        return work.belongsTo(family);
    }
}
