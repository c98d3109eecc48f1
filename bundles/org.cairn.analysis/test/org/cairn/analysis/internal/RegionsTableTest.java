package org.cairn.analysis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.analysis.table.Table;
import org.cairn.dump.DumpRegion;
import org.cairn.memory.Absence;
import org.cairn.memory.Architecture;
import org.cairn.memory.Progress;
import org.cairn.memory.SparseMemory;
import org.cairn.system.ProcessImage;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

class RegionsTableTest {
    @Test
    void aRegionThatEndsBeforeItBeginsIsLeftOut() throws Exception {
        ProcessImage process =
                ProcessImage.builder(
                                1,
                                "some",
                                Architecture.X86,
                                SparseMemory.builder(Absence.NOT_CAPTURED).build())
                        .regions(
                                () ->
                                        List.of(
                                                region(0x400_0000, 0x3ff_ffff),
                                                region(0x2000, 0x2fff)))
                        .build();
        Table table = RegionsTable.of(List.of(process), List.of(0), List.of(), Progress.NONE);
        @Nullable Object[] row = Objects.requireNonNull(table.next());
        assertThat(row[2]).isEqualTo(0x2000L);
        assertThat(row[3]).isEqualTo(0x2fffL);
        assertThat(table.next()).isNull();
    }

    private static DumpRegion region(long start, long last) {
        return new DumpRegion(start, last, start, "", "", "");
    }
}
