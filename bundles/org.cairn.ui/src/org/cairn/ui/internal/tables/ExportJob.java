package org.cairn.ui.internal.tables;

import org.cairn.analysis.table.Renderer;
import org.cairn.memory.Progress;
import org.cairn.memory.Progress.CancelledException;
import org.cairn.ui.DumpSession;
import org.cairn.ui.Question;
import org.cairn.ui.internal.jobs.MonitorProgress;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jdt.annotation.NonNullByDefault;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes rows into a file. People see it in the list of work and may cancel it; the file appears
 * when it is complete, or not at all.
 *
 * @param <R> a row
 */
final class ExportJob<R> extends Job {
    private static final String UNFINISHED = ".part";

    private final DumpSession session;
    private final Path file;
    private final FileFormat format;
    private final String name;
    private final List<DataColumn<R>> columns;
    private final long total;
    private final Question<? extends RowCursor<R>> rows;

    /**
     * Prepares the job.
     *
     * @param words how many of what are written
     * @param session the dump
     * @param file replaced when it exists
     * @param format of the file
     * @param name what the rows are, in snake case
     * @param columns what is written of them
     * @param total number of rows
     * @param rows opens the rows
     */
    ExportJob(
            String words,
            DumpSession session,
            Path file,
            FileFormat format,
            String name,
            List<DataColumn<R>> columns,
            long total,
            Question<? extends RowCursor<R>> rows) {
        super("Exporting " + words + " to " + file.getFileName());
        this.session = session;
        this.file = file;
        this.format = format;
        this.name = name;
        this.columns = columns;
        this.total = total;
        this.rows = rows;
        setPriority(LONG);
    }

    @Override
    @NonNullByDefault({})
    protected IStatus run(IProgressMonitor monitor) {
        if (!session.enter()) {
            return Status.CANCEL_STATUS;
        }
        try {
            write(new MonitorProgress(monitor, getName()));
            return Status.OK_STATUS;
        } catch (CancelledException cancelled) {
            return Status.CANCEL_STATUS;
        } catch (IOException failure) {
            return Status.error(
                    file + " cannot be written: " + String.valueOf(failure.getMessage()), failure);
        } finally {
            session.leave();
        }
    }

    private void write(Progress progress) throws IOException {
        progress.total(total);
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            try (BufferedWriter out = Files.newBufferedWriter(unfinished);
                    Renderer renderer = format.format().renderer(out, false)) {
                renderer.table(new RowTable<>(name, columns, rows.answer(progress), progress));
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    @NonNullByDefault({})
    public boolean belongsTo(Object family) {
        return family == session;
    }
}
