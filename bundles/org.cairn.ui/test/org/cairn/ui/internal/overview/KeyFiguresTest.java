package org.cairn.ui.internal.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.Remark.Severity;
import org.junit.jupiter.api.Test;

import java.util.Map;

class KeyFiguresTest {
    private static final Map<String, Long> HEAPS =
            Map.of("present", 2L, "partial", 1L, "absent", 6L);
    private static final Map<Severity, Long> ANOMALIES =
            Map.of(Severity.ERROR, 1L, Severity.WARNING, 1200L, Severity.INFO, 3L);

    @Test
    void countsHeapsAndSaysWhichAreMissing() {
        KeyFigures figures = figures(HEAPS, 0, 0, Map.of());
        assertThat(figures.heapCount()).isEqualTo(9);
        assertThat(figures.missingHeaps()).isEqualTo("6 absent, 1 partial");
        assertThat(figures(Map.of("present", 2L), 0, 0, Map.of()).missingHeaps()).isEmpty();
    }

    @Test
    void tellsWhatShareIsCovered() {
        assertThat(figures(HEAPS, 4096, 1024, Map.of()).coverage()).contains(0.75);
        assertThat(figures(HEAPS, 1L << 63, 1L << 62, Map.of()).coverage()).contains(0.5);
        assertThat(figures(HEAPS, 4096, 8192, Map.of()).coverage()).contains(0.0);
    }

    @Test
    void claimsNoCoverageOfNothing() {
        assertThat(figures(HEAPS, 0, 0, Map.of()).coverage()).isEmpty();
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
            Map<String, Long> heaps, long reserved, long unknown, Map<Severity, Long> anomalies) {
        return new KeyFigures(heaps, 0, 0, 0, 0, reserved, unknown, 0, anomalies);
    }
}
