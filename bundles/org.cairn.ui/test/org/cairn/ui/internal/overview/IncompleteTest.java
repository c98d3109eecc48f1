package org.cairn.ui.internal.overview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class IncompleteTest {
    @Test
    void saysWhatIsMissing() {
        assertThat(Incomplete.heaps(List.of("present", "absent", "absent")))
                .isEqualTo("2 of 3 heaps are absent.");
        assertThat(Incomplete.heaps(List.of("partial"))).isEqualTo("1 of 1 heap is partial.");
        assertThat(Incomplete.heaps(List.of("foreign", "absent", "partial", "present")))
                .isEqualTo("1 of 4 heaps is absent, 1 is partial, 1 is foreign.");
    }

    @Test
    void saysNothingWhenAllIsThere() {
        assertThat(Incomplete.heaps(List.of())).isEmpty();
        assertThat(Incomplete.heaps(List.of("present", "present"))).isEmpty();
    }
}
