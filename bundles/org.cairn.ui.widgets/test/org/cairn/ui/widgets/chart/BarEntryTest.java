package org.cairn.ui.widgets.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.ui.widgets.chart.BarEntry.Tone;
import org.junit.jupiter.api.Test;

import java.util.List;

class BarEntryTest {
    @Test
    void saysAllThatIsShown() {
        BarEntry heap =
                new BarEntry(
                        "0x10000",
                        "NT heap",
                        "partial",
                        17920,
                        List.of("17,920", "11.2 %"),
                        Tone.WARNING,
                        "");
        assertThat(heap.spoken()).isEqualTo("0x10000, NT heap, partial, 17,920, 11.2 %");
    }

    @Test
    void doesNotSayWhatIsEmpty() {
        BarEntry absent =
                new BarEntry("0x10000", "", "absent", 0, List.of("", ""), Tone.NORMAL, "");
        assertThat(absent.spoken()).isEqualTo("0x10000, absent");
    }
}
