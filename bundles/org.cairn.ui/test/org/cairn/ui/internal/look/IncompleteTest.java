package org.cairn.ui.internal.look;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.HeapRoot.Status;
import org.junit.jupiter.api.Test;

import java.util.List;

class IncompleteTest {
    @Test
    void saysWhatIsMissing() {
        assertThat(Incomplete.heaps(List.of(Status.PRESENT, Status.ABSENT, Status.ABSENT)))
                .isEqualTo("2 of 3 heaps are absent");
        assertThat(Incomplete.heaps(List.of(Status.PARTIAL))).isEqualTo("1 of 1 heap is partial");
        assertThat(
                        Incomplete.heaps(
                                List.of(
                                        Status.FOREIGN,
                                        Status.ABSENT,
                                        Status.PARTIAL,
                                        Status.PRESENT)))
                .isEqualTo("1 of 4 heaps is absent, 1 is partial, 1 is foreign");
    }

    @Test
    void saysNothingWhenAllIsThere() {
        assertThat(Incomplete.heaps(List.of())).isEmpty();
        assertThat(Incomplete.heaps(List.of(Status.PRESENT, Status.PRESENT))).isEmpty();
    }
}
