package org.cairn.ui.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;
import org.cairn.ui.widgets.hex.ByteBlock;
import org.cairn.ui.widgets.hex.ByteBlock.Gap;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

class MemorySourceTest {
    @Test
    void saysWhyBytesAreAbsent() {
        SparseMemory memory =
                SparseMemory.builder(Absence.UNMAPPED)
                        .bytes(0x1000, MemorySegment.ofArray(new byte[] {1, 2, 3, 4}))
                        .absent(0x1004, 0x1005, Absence.PAGED_OUT)
                        .build();

        ByteBlock block = MemorySource.read(memory, 0xffe, 10);

        assertThat(block.bytes()).containsExactly(0, 0, 1, 2, 3, 4, 0, 0, 0, 0);
        assertThat(block.gaps())
                .containsExactly(
                        new Gap(0xffe, 0xfff, "unmapped"),
                        new Gap(0x1004, 0x1005, "paged out"),
                        new Gap(0x1006, 0x1007, "unmapped"));
    }

    @Test
    void readsUpToTheLastAddress() {
        SparseMemory memory =
                SparseMemory.builder(Absence.UNMAPPED)
                        .bytes(-4, MemorySegment.ofArray(new byte[] {1, 2, 3, 4}))
                        .build();

        ByteBlock block = MemorySource.read(memory, -6, 6);

        assertThat(block.bytes()).containsExactly(0, 0, 1, 2, 3, 4);
        assertThat(block.gaps()).containsExactly(new Gap(-6, -5, "unmapped"));
    }
}
