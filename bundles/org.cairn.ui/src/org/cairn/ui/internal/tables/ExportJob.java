package org.cairn.ui.internal.tables;

import org.cairn.memory.Progress.CancelledException;
import org.cairn.store.Store;
import org.cairn.ui.DumpSession;
import org.cairn.ui.internal.jobs.MonitorProgress;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes rows into a file. People see it in the list of work and may cancel it. */
final class ExportJob extends Job {
    private final DumpSession session;
    private final Path target;
    private final Export export;

    /**
     * Prepares the job.
     *
     * @param words how many of what are written
     * @param session the dump
     * @param target replaced when it exists, unless it is the dump or its store
     * @param export writes the file
     */
    ExportJob(String words, DumpSession session, Path target, Export export) {
        super("Exporting " + words + " to " + target.getFileName());
        this.session = session;
        this.target = target;
        this.export = export;
        setPriority(LONG);
    }

    @Override
    @NonNullByDefault({})
    protected IStatus run(IProgressMonitor monitor) {
        if (!session.enter()) {
            return Status.CANCEL_STATUS;
        }
        try {
            check();
            export.write(target, new MonitorProgress(monitor, getName()));
            return Status.OK_STATUS;
        } catch (CancelledException cancelled) {
            return Status.CANCEL_STATUS;
        } catch (IOException failure) {
            return Status.error(
                    target.getFileName() + " cannot be written: " + reason(failure), failure);
        } finally {
            session.leave();
        }
    }

    /** The system's failures have the path for their message, which is no reason. */
    static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "the folder or the file may not be written to";
            case NoSuchFileException _ -> "its folder is not there";
            case FileSystemException named when named.getReason() != null ->
                    String.valueOf(named.getReason());
            default -> String.valueOf(failure.getMessage());
        };
    }

    private void check() throws IOException {
        if (Files.isDirectory(target)) {
            throw new IOException("it is a folder");
        }
        List<Path> sources =
                Stream.concat(Stream.of(session.file()), session.store().map(Store::file).stream())
                        .toList();
        for (Path source : sources) {
            if (Files.exists(target) && Files.exists(source) && Files.isSameFile(target, source)) {
                throw new IOException("the dump and its store are not overwritten");
            }
        }
    }

    @Override
    @NonNullByDefault({})
    public boolean belongsTo(Object family) {
        return family == session;
    }
}
