package org.cairn.ui;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.AnalysisOptions;
import org.cairn.analysis.AnalysisService;
import org.cairn.analysis.FoundHeap;
import org.cairn.store.Store;
import org.cairn.ui.internal.jobs.OpenJob;
import org.cairn.ui.internal.jobs.UiThread;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobManager;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jdt.annotation.NonNullByDefault;
import org.eclipse.jdt.annotation.Nullable;
import org.eclipse.swt.widgets.Display;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One open dump: from its file through its heaps, which are known soon, to its decoded blocks, and
 * the place in it that the views show. Jobs that work for it belong to it as their family. State
 * and listeners belong to the UI thread; the rest may be used by any.
 */
public final class DumpSession {
    private final Path file;
    private final AnalysisService service;
    private final AnalysisOptions options;
    private final Display display;
    private final Places places = new Places(this);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private volatile State state = State.OPENING;
    private volatile String message = "";
    private volatile @Nullable Analysis analysis;
    private volatile @Nullable Store store;
    private volatile List<FoundHeap> heaps = List.of();

    /** How far a dump is known. */
    public enum State {
        /** The file is being read. */
        OPENING,
        /** The heaps are known, their blocks are being decoded. */
        DECODING,
        /** Every question can be asked. */
        READY,
        /** The heaps are known, their blocks are not: the decoding was cancelled or failed. */
        NOT_DECODED,
        /** The file cannot be read. */
        FAILED,
        /** Nothing can be asked any more. */
        CLOSED
    }

    /**
     * Begins a session; nothing is read yet.
     *
     * @param file the dump
     * @param service opens it
     * @param options how to analyse it
     * @param display whose thread is told of changes
     */
    public DumpSession(
            Path file, AnalysisService service, AnalysisOptions options, Display display) {
        this.file = file;
        this.service = service;
        this.options = options;
        this.display = display;
    }

    /** Reads and decodes the dump in the background. Called once. */
    public void open() {
        new OpenJob(this, service, options).schedule();
    }

    /** Decodes the blocks in the background after that was cancelled or failed. */
    public void decodeAgain() {
        if (state == State.NOT_DECODED) {
            new OpenJob(this, service, options).schedule();
        }
    }

    /**
     * The file.
     *
     * @return absolute path
     */
    public Path file() {
        return file;
    }

    /**
     * How the dump is called where there is room for one line.
     *
     * @return the name of the file, of a root its path, without characters that control a terminal
     */
    public String name() {
        return nameOf(file);
    }

    /**
     * How a file is called where there is room for one line.
     *
     * @param file of any name
     * @return as {@link #name()} says
     */
    public static String nameOf(Path file) {
        Path name = file.getFileName();
        return String.valueOf(name == null ? file : name).replaceAll("\\p{Cntrl}", "\ufffd");
    }

    /**
     * How far the dump is known.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * What there is to say of the state.
     *
     * @return one sentence for people, or empty
     */
    public String message() {
        return message;
    }

    /**
     * Whether the dump is being read or decoded.
     *
     * @return whether {@link #work} has something to say
     */
    public boolean isOpening() {
        State now = state;
        return now == State.OPENING || now == State.DECODING;
    }

    /**
     * What is done at the moment to open the dump.
     *
     * @return such as {@code Decoding 3 heaps, 42 %}
     */
    public String work() {
        return OpenJob.of(this)
                .map(OpenJob::progress)
                .filter(words -> !words.isEmpty())
                .map(words -> words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1))
                .orElse("Waiting\u2026");
    }

    /**
     * The analysis.
     *
     * @return empty while the file is being read, when it cannot be read, and after closing
     */
    public Optional<Analysis> analysis() {
        Analysis open = analysis;
        return open == null ? Optional.empty() : Optional.of(open);
    }

    /**
     * The decoded blocks.
     *
     * @return empty unless the state is {@link State#READY}
     */
    public Optional<Store> store() {
        Store open = store;
        return open == null ? Optional.empty() : Optional.of(open);
    }

    /**
     * The heaps that were found, also before they are decoded.
     *
     * @return in order of process and address; empty when the blocks came from an earlier run
     */
    public List<FoundHeap> heaps() {
        return heaps;
    }

    /**
     * The place that the views show.
     *
     * @return places and the way through them
     */
    public Places places() {
        return places;
    }

    /**
     * Tells of each change of the state.
     *
     * @param listener told on the UI thread
     */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Ends the telling.
     *
     * @param listener that was added
     */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /**
     * Keeps the dump open for some work.
     *
     * @return whether it is open; then {@link #leave} must follow, on the same thread
     */
    public boolean enter() {
        if (!use.readLock().tryLock()) {
            return false;
        }
        if (state == State.CLOSED) {
            use.readLock().unlock();
            return false;
        }
        return true;
    }

    /** Ends the work that {@link #enter} began. */
    public void leave() {
        use.readLock().unlock();
    }

    /**
     * Takes what the work in the background has found.
     *
     * @param found the open analysis
     */
    public void opened(Analysis found) {
        analysis = found;
    }

    /**
     * Takes the heaps; decoding follows.
     *
     * @param found the heaps
     */
    public void located(List<FoundHeap> found) {
        heaps = found;
        become(State.DECODING, "");
    }

    /**
     * Takes the blocks.
     *
     * @param decoded the open store
     * @param incomplete what of the heaps is missing in it, a few words for people, or empty
     */
    public void decoded(Store decoded, String incomplete) {
        store = decoded;
        become(State.READY, incomplete);
    }

    /**
     * Takes the news that the work has ended without blocks.
     *
     * @param reason one sentence for people
     */
    public void ended(String reason) {
        become(analysis == null ? State.FAILED : State.NOT_DECODED, reason);
    }

    private void become(State next, String sentence) {
        if (state == State.CLOSED) {
            return;
        }
        message = sentence;
        state = next;
        UiThread.later(display, () -> listeners.forEach(Runnable::run));
    }

    /**
     * Ends the session: what is under way is cancelled, and the dump is closed as soon as nothing
     * works on it any more.
     */
    public void close() {
        state = State.CLOSED;
        listeners.clear();
        IJobManager jobs = Job.getJobManager();
        jobs.cancel(this);
        new Closing().schedule();
    }

    /**
     * Waits until the dumps that were closed are closed indeed, and what was half-made for them is
     * gone. Called when the program ends.
     *
     * @param most how long to wait
     * @return whether all are closed
     * @throws InterruptedException when the thread is interrupted
     */
    public static boolean awaitClosed(Duration most) throws InterruptedException {
        Instant end = Instant.now().plus(most);
        boolean all = true;
        for (Job closing : Job.getJobManager().find(DumpSession.class)) {
            long left = Duration.between(Instant.now(), end).toMillis();
            all &= closing.join(Math.max(1, left), null);
        }
        return all;
    }

    private void closeNow() {
        use.writeLock().lock();
        try {
            Analysis open = analysis;
            analysis = null;
            store = null;
            if (open != null) {
                open.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    /** Closes the dump when nothing works on it any more. */
    private final class Closing extends Job {
        Closing() {
            super("Closing " + nameOf(file));
            setSystem(true);
        }

        @Override
        @NonNullByDefault({})
        protected IStatus run(IProgressMonitor monitor) {
            closeNow();
            return Status.OK_STATUS;
        }

        @Override
        @NonNullByDefault({})
        public boolean belongsTo(Object family) {
            return family == DumpSession.class;
        }
    }
}
