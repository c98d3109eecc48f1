package org.cairn.ui.internal.jobs;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Store;
import org.cairn.ui.DumpSession;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.IOException;
import java.util.Optional;

/** Opens a dump and decodes it, or goes on where that ended before. */
public final class OpenJob extends Job {
    private final DumpSession session;
    private final AnalysisService service;
    private final AnalysisOptions options;

    /**
     * Prepares the job.
     *
     * @param session the dump; told of each step
     * @param service opens dumps
     * @param options how to analyse it
     */
    public OpenJob(DumpSession session, AnalysisService service, AnalysisOptions options) {
        super("Opening " + session.file().getFileName());
        this.session = session;
        this.service = service;
        this.options = options;
        setPriority(LONG);
        setUser(false);
    }

    @Override
    @NonNullByDefault({})
    protected IStatus run(IProgressMonitor monitor) {
        if (!session.enter()) {
            return Status.CANCEL_STATUS;
        }
        try {
            open(new MonitorProgress(monitor, getName()));
            return Status.OK_STATUS;
        } catch (CancelledException cancelled) {
            session.ended("Cancelled.");
            return Status.CANCEL_STATUS;
        } catch (DumpFormatException | IOException failure) {
            session.ended(String.valueOf(failure.getMessage()));
            return Status.OK_STATUS;
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            session.ended("Internal failure: " + failure);
            ILog.of(getClass()).error(getName() + ": " + failure, failure);
            return Status.OK_STATUS;
        } finally {
            session.leave();
        }
    }

    private void open(Progress progress) throws DumpFormatException, IOException {
        Optional<Analysis> known = session.analysis();
        Analysis analysis;
        if (known.isPresent()) {
            analysis = known.get();
        } else {
            analysis = service.open(session.file(), options, progress);
            session.opened(analysis);
        }
        Optional<Store> kept = analysis.keptStore(progress);
        if (kept.isPresent()) {
            session.decoded(kept.get());
            return;
        }
        session.located(analysis.heapsFound(progress));
        session.decoded(analysis.store(progress));
    }

    @Override
    @NonNullByDefault({})
    public boolean belongsTo(Object family) {
        return family == session;
    }
}
