package org.cairn.ui.internal.anomalies;

import org.cairn.store.TableQuery;
import org.cairn.ui.internal.tables.Scope;

import java.util.Optional;

/** Anomalies and findings in the words of the store. */
final class AnomalyQuery {
    private static final String ROWS =
            "select * from (select severity, rule, address, heap, confidence, summary, expected,"
                    + " actual, '' as explanation, '' as advice, evidence, source, heap_id,"
                    + " false as is_finding, anomaly_id as id from ("
                    + TableQuery.ANOMALIES.sql()
                    + ") union all select severity, rule, address, heap, confidence, summary, '',"
                    + " '', explanation, advice, evidence, source, heap_id, true, finding_id from ("
                    + TableQuery.FINDINGS.sql()
                    + "))";

    private static final String WORST_FIRST =
            " order by severity desc, confidence desc, is_finding desc, id";

    /** All of them, worst and surest first. */
    static final TableQuery ALL = TableQuery.of(ROWS + WORST_FIRST);

    private AnomalyQuery() {}

    /** Those of a scope, worst and surest first. */
    static TableQuery of(Scope scope, Optional<String> terms) {
        String where =
                scope.heap().isPresent() ? " where heap_id = " + scope.heap().getAsInt() : "";
        TableQuery query = TableQuery.of(ROWS + where + WORST_FIRST);
        return terms.isPresent() ? query.where(terms.get()) : query;
    }
}
