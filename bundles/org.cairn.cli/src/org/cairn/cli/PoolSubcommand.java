package org.cairn.cli;

import org.cairn.analysis.Analysis;
import org.cairn.analysis.table.Table;
import org.cairn.memory.Progress;
import org.eclipse.jdt.annotation.Nullable;

import java.io.IOException;

/** A command about pools, which says why there is little or nothing to show. */
abstract class PoolSubcommand extends Subcommand {
    private static final String POOLS = "from heaps where kind like '%pool%'";

    private static final String LIMITS =
            "select distinct note "
                    + POOLS
                    + " and (decoder like '%.fragments' or decoder like '%.scan') and note <> ''";

    private static final String MEMORY = "select memory_kind, system from dump";

    @Override
    final int run(Analysis analysis, Progress progress) throws IOException {
        try (Table pools = analysis.sql("select heap " + POOLS, 1, progress)) {
            if (pools.next() == null) {
                nothing(analysis, progress);
            }
        }
        try (Table limits = analysis.sql(LIMITS, Long.MAX_VALUE, progress)) {
            for (@Nullable Object @Nullable [] row = limits.next();
                    row != null;
                    row = limits.next()) {
                note(String.valueOf(row[0]));
            }
        }
        return answer(analysis, progress);
    }

    private void nothing(Analysis analysis, Progress progress) throws IOException {
        try (Table dump = analysis.sql(MEMORY, 1, progress)) {
            @Nullable Object @Nullable [] row = dump.next();
            if (row != null) {
                note(missing("physical".equals(row[0]), String.valueOf(row[1])));
            }
        }
    }

    /** Answers the command's question and returns the exit status. */
    abstract int answer(Analysis analysis, Progress progress) throws IOException;

    /** What is missing when there are no pools at all. */
    private String missing(boolean physical, String system) {
        if (analysisOptions().scan()) {
            return physical
                    ? "no blocks of pools were found in the physical memory"
                    : "a scan searches physical memory, and this dump has none";
        }
        return "no pools were found: the dump"
                + (system.isEmpty() ? "" : ", " + system + ",")
                + " shows no kernel with pools that are known";
    }
}
