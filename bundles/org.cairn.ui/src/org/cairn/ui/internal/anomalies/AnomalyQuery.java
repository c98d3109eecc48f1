package org.cairn.ui.internal.anomalies;

import org.cairn.store.TableQuery;
import org.cairn.ui.internal.tables.Scope;

import java.util.Optional;

/** Anomalies and findings in the words of the store. */
final class AnomalyQuery {
    private static final String ROWS =
            "select severity::enum('info', 'warning', 'error') as severity, rule, address, heap,"
                    + " confidence::enum('hint', 'strong', 'certain') as confidence, summary,"
                    + " expected, actual, explanation, advice, evidence, source, heap_id, is_finding,"
                    + " id from (select a.severity, a.rule, a.address, h.address as heap,"
                    + " a.confidence, a.summary, a.expected, a.actual, '' as explanation,"
                    + " '' as advice, a.evidence, a.source, a.heap_id, false as is_finding,"
                    + " a.anomaly_id as id from anomaly a left join heap h on h.heap_id = a.heap_id"
                    + " union all select f.severity, f.rule, nullif(f.address, 0), h.address,"
                    + " f.confidence, f.summary, '', '', f.explanation, f.advice, f.evidence,"
                    + " f.source, f.heap_id, true, f.finding_id"
                    + " from finding f left join heap h on h.heap_id = f.heap_id)";

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
