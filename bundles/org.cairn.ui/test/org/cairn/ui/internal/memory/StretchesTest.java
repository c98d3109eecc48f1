package org.cairn.ui.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Absence;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.ui.widgets.hex.ByteSelection;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

class StretchesTest {
    private static final long LAST_PAGE = -0x1000;

    /** Two pages that adjoin, from different places; a hole of two reasons; the last page. */
    private final Stretches stretches =
            new Stretches(
                    SparseMemory.builder(Absence.UNMAPPED)
                            .bytes(0x1000, page())
                            .bytes(0x2000, page())
                            .absent(0x3000, 0x3fff, Absence.PAGED_OUT)
                            .bytes(LAST_PAGE, page())
                            .build(),
                    Progress.NONE);

    @Test
    void joinsRunsOfOneNature() {
        assertThat(stretches.around(0x1800)).isEqualTo(new ByteSelection(0x1000, 0x2fff));
        assertThat(stretches.around(0x3800)).isEqualTo(new ByteSelection(0x3000, LAST_PAGE - 1));
        assertThat(stretches.around(-1)).isEqualTo(new ByteSelection(LAST_PAGE, -1));
    }

    @Test
    void goesFromStretchToStretch() {
        assertThat(stretches.lowest()).hasValue(0x1000);
        assertThat(stretches.after(0x1800)).hasValue(LAST_PAGE);
        assertThat(stretches.after(0x5000)).hasValue(LAST_PAGE);
        assertThat(stretches.after(-1)).isEmpty();
        assertThat(stretches.before(-1)).hasValue(0x1000);
        assertThat(stretches.before(0x5000)).hasValue(0x1000);
        assertThat(stretches.before(0x1000)).isEmpty();
        assertThat(stretches.before(0x10)).isEmpty();
    }

    private static MemorySegment page() {
        return MemorySegment.ofArray(new byte[0x1000]);
    }
}
