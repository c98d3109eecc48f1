package org.cairn.ui.internal.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.Overview.Coverage;
import org.cairn.analysis.Overview.Sum;
import org.cairn.dump.Remark.Severity;
import org.cairn.heap.HeapRoot.Status;
import org.junit.jupiter.api.Test;

import java.util.Map;

class KeyFiguresTest {
    private static final Map<Status, Long> HEAPS =
            Map.of(Status.PRESENT, 2L, Status.PARTIAL, 1L, Status.ABSENT, 6L);
    private static final Map<Severity, Long> ANOMALIES =
            Map.of(Severity.ERROR, 1L, Severity.WARNING, 1200L, Severity.INFO, 3L);

    @Test
    void countsHeapsAndSaysWhichAreMissing() {
        KeyFigures figures = figures(HEAPS, 0, 0, Map.of());
        assertThat(figures.heapCount()).isEqualTo(9);
        assertThat(figures.missingHeaps()).isEqualTo("6 absent, 1 partial");
        assertThat(figures(Map.of(Status.PRESENT, 2L), 0, 0, Map.of()).missingHeaps()).isEmpty();
    }

    @Test
    void tellsWhoseTheBusyBytesAre() {
        assertThat(figures(HEAPS, 4096, 1024, Map.of()).owned()).hasValue(0.75);
        assertThat(figures(HEAPS, 0, 0, Map.of()).owned()).isEmpty();
    }

    @Test
    void countsAnomaliesWorstFirst() {
        KeyFigures figures = figures(HEAPS, 0, 0, ANOMALIES);
        assertThat(figures.anomalyCount()).isEqualTo(1204);
        assertThat(figures.anomalyParts()).isEqualTo("1 error, 1,200 warnings, 3 info");
        assertThat(figures.worst()).contains(Severity.ERROR);
    }

    @Test
    void isCalmWithoutAnomalies() {
        KeyFigures figures = figures(HEAPS, 0, 0, Map.of());
        assertThat(figures.anomalyParts()).isEmpty();
        assertThat(figures.worst()).isEmpty();
    }

    private static KeyFigures figures(
            Map<Status, Long> heaps, long busy, long unowned, Map<Severity, Long> anomalies) {
        return new KeyFigures(
                heaps,
                new Sum(1, busy),
                new Sum(0, 0),
                new Coverage(0, 0, 0, 0),
                new Sum(1, unowned),
                anomalies);
    }
}
