package org.cairn.ui.internal.tables;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import org.cairn.analysis.table.Format;
import org.cairn.analysis.table.Renderer;
import org.cairn.memory.Progress;
import org.cairn.ui.Question;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes rows as text.
 *
 * @param <R> a row
 * @param format of the file
 * @param name what the rows are, in snake case
 * @param columns what is written of them
 * @param total number of rows
 * @param rows opens the rows
 */
record TextExport<R>(
        Format format,
        String name,
        List<DataColumn<R>> columns,
        long total,
        Question<? extends RowCursor<R>> rows)
        implements Export {
    private static final String UNFINISHED = "cairn-%016x.part";

    @Override
    public void write(Path target, Progress progress) throws IOException {
        progress.total(total);
        // A name that nobody has chosen: whatever is there, a dump perhaps, stays as it is.
        long random = ThreadLocalRandom.current().nextLong();
        Path unfinished = target.resolveSibling(UNFINISHED.formatted(random));
        try {
            try (BufferedWriter out = Files.newBufferedWriter(unfinished, CREATE_NEW);
                    Renderer renderer = format.renderer(out, false)) {
                renderer.table(new RowTable<>(name, columns, rows.answer(progress), progress));
            }
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
