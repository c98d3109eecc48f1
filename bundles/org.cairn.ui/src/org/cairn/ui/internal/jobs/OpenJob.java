package org.cairn.ui.internal.jobs;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.dump.DumpFormatException;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Store;
import org.cairn.store.StoreException;
import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.look.Incomplete;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens a dump and decodes it, or goes on where that ended before. */
public final class OpenJob extends Job {
    private final DumpSession session;
    private final AnalysisService service;
    private final AnalysisOptions options;
    private volatile @Nullable MonitorProgress progress;

    /**
     * Prepares the job.
     *
     * @param session the dump; told of each step
     * @param service opens dumps
     * @param options how to analyse it
     */
    public OpenJob(DumpSession session, AnalysisService service, AnalysisOptions options) {
        super("Opening " + session.name());
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
            MonitorProgress begun = new MonitorProgress(monitor, "reading the dump");
            progress = begun;
            open(begun);
            return Status.OK_STATUS;
        } catch (CancelledException cancelled) {
            session.ended("Cancelled.");
            return Status.CANCEL_STATUS;
        } catch (DumpFormatException | IOException failure) {
            session.ended(reason(failure));
            return Status.OK_STATUS;
        } catch (RuntimeException | Error failure) {
            session.ended("Internal failure: " + failure);
            ILog.of(getClass()).error(getName() + ": " + failure, failure);
            return Status.OK_STATUS;
        } finally {
            session.leave();
        }
    }

    /** Without the name of the file, which stands wherever the reason does. */
    private String reason(Exception failure) {
        return String.valueOf(failure.getMessage()).replace(session.file() + ": ", "");
    }

    /**
     * The job that opens a dump.
     *
     * @param session the dump
     * @return the job, if it is under way
     */
    public static Optional<OpenJob> of(DumpSession session) {
        return Stream.of(Job.getJobManager().find(session))
                .filter(OpenJob.class::isInstance)
                .map(OpenJob.class::cast)
                .findFirst();
    }

    /**
     * What the job does at the moment.
     *
     * @return a few words for people, or empty before it has begun
     */
    public String progress() {
        MonitorProgress begun = progress;
        return begun == null ? "" : begun.text();
    }

    private void open(Progress told) throws DumpFormatException, IOException {
        Optional<Analysis> known = session.analysis();
        Analysis analysis;
        if (known.isPresent()) {
            analysis = known.get();
        } else {
            analysis = service.open(session.file(), options, told);
            session.opened(analysis);
        }
        Optional<Store> kept = analysis.keptStore(told);
        if (kept.isPresent()) {
            decoded(kept.get());
            return;
        }
        session.located(analysis.heapsFound(told));
        decoded(analysis.store(told));
    }

    private void decoded(Store store) throws StoreException {
        session.decoded(
                store,
                Incomplete.heaps(
                        store.heaps().stream().map(heap -> heap.root().status()).toList()));
    }

    @Override
    @NonNullByDefault({})
    public boolean belongsTo(Object family) {
        return family == session;
    }
}
