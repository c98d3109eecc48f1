package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Renderer;
import org.cairn.analysis.table.Table;
import org.cairn.dump.Remark.Severity;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** {@code cairn pool check}. */
@Command(
        name = "check",
        description = "Says what of the pools is in the dump, and what contradicts their format.")
final class PoolCheckCommand extends PoolSubcommand {
    private static final String POOLS =
            "select heap, kind, name, status, busy_count, busy_bytes, free_bytes, unknown_bytes,"
                    + " coverage, case when exists (from owner_total t where t.heap_id = heaps.heap_id)"
                    + " then (select count(*) from anomaly a where a.heap_id = heaps.heap_id"
                    + " and rule = 'pool.tag-total') end as tag_differences, layout, origin, note"
                    + " from heaps where kind like '%pool%' order by heap";

    private static final String ANOMALIES =
            "select a.severity, a.rule, a.address, h.heap, a.confidence, a.summary, a.expected,"
                    + " a.actual, a.evidence from anomaly a join heaps h using (heap_id)"
                    + " where h.kind like '%pool%' order by case a.severity when 'error' then 0"
                    + " when 'warning' then 1 else 2 end, a.address";

    @Option(names = "--limit", paramLabel = "N", description = "at most N anomalies")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description =
                    "exit status 4 when an anomaly of this severity or worse is found: info, warning, error")
    private Optional<Severity> failOn = Optional.empty();

    @Override
    int answer(Analysis analysis, Progress progress) throws IOException {
        if (limit < 0) {
            throw options().usage("--limit must not be negative");
        }
        try (Renderer renderer = options().format().renderer(out(), true)) {
            renderer.table(PoolSql.named("pools", analysis.sql(POOLS, Long.MAX_VALUE, progress)));
            renderer.table(PoolSql.named("anomalies", analysis.sql(ANOMALIES, limit, progress)));
        }
        return failOn.isPresent() && fails(analysis, progress) ? ExitCode.FINDINGS : ExitCode.DONE;
    }

    private boolean fails(Analysis analysis, Progress progress) throws IOException {
        try (Table table = analysis.sql(ANOMALIES, 1, progress)) {
            @Nullable Object @Nullable [] row = table.next();
            return row != null
                    && Severity.valueOf(String.valueOf(row[0]).toUpperCase(Locale.ROOT))
                                    .compareTo(failOn.orElseThrow())
                            >= 0;
        }
    }
}
