package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.memory.Progress;

import java.io.IOException;
import java.util.List;

/** What is known of the dump itself. */
final class DumpSections {
    private final Analysis analysis;
    private final Progress progress;

    DumpSections(Analysis analysis, Progress progress) {
        this.analysis = analysis;
        this.progress = progress;
    }

    List<Section> sections() throws IOException {
        Section identity = TableSections.of("Dump", analysis.identity());
        // Properties and values are a form already.
        Section form =
                new Section(
                        identity.title(),
                        List.of(),
                        identity.rows().stream()
                                .filter(row -> row.size() > 1)
                                .map(row -> List.of(Cell.muted(row.get(0).text()), row.get(1)))
                                .toList());
        return List.of(form, TableSections.columns("Remarks", analysis.remarks(progress)));
    }
}
