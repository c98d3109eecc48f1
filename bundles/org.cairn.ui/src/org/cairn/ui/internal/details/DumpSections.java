package org.cairn.ui.internal.details;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.TypeReport;
import org.cairn.memory.Progress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is known of the dump itself. */
final class DumpSections {
    /** What is shown of a process; the command line tells the rest. */
    private static final List<String> PROCESS =
            List.of("pid", "name", "object", "directory_table", "peb", "thread_count", "state");

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
        List<Section> sections = new ArrayList<>();
        sections.add(form);
        sections.add(TableSections.columns("Remarks", analysis.remarks(progress)));
        if (analysis.system().processes().size() > 1) {
            sections.add(
                    TableSections.columns(
                            "Processes",
                            analysis.processes(OptionalLong.empty(), progress),
                            PROCESS));
        }
        sections.add(types());
        return sections;
    }

    /** Which type tables were used, and why. */
    private Section types() {
        List<List<Cell>> rows = new ArrayList<>();
        for (TypeReport.Use use : analysis.types(progress).uses()) {
            rows.add(
                    List.of(
                            Cell.of(use.subject()),
                            Cell.of(use.table()),
                            Cell.of(use.match().label()),
                            Cell.muted(use.reason())));
        }
        return new Section("Types", List.of("subject", "table", "match", "reason"), rows);
    }
}
