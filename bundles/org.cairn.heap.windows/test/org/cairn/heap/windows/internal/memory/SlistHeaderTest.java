package org.cairn.heap.windows.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.heap.windows.internal.layout.HeapLayout;
import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The forms of {@code SLIST_HEADER} in the platform's headers. */
final class SlistHeaderTest {
    private static final long NEXT = 0x7f_1234_5670L;

    private static SlistHeader read(String table, long first, long second) {
        HeapLayout layout =
                HeapLayout.bind(new ShippedTypes().named(table).orElseThrow()).orElseThrow();
        MemorySegment bytes = MemorySegment.ofArray(new byte[16]);
        bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, first);
        bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, second);
        HeapMemory memory =
                new HeapMemory(
                        SparseMemory.builder(Absence.UNMAPPED).bytes(0x1000, bytes).build(),
                        layout);
        return SlistHeader.read(memory, 0x1000);
    }

    @Test
    void x86HasAPointerAndADepth() {
        assertThat(read("winxp-sp3-x86", 0x0009_0003_0015_6e80L, 0))
                .isEqualTo(new SlistHeader(0x15_6e80, 3));
    }

    /** Header8: Depth:16, Sequence:9, NextEntry:39 without the four bits of alignment. */
    @Test
    void x64PacksBothIntoOneWord() {
        assertThat(read("win2003-sp2-x64", NEXT >> 4 << 25 | 0x1aa << 16 | 5, 0))
                .isEqualTo(new SlistHeader(NEXT, 5));
    }

    /** Header16: Depth:16, Sequence:48; HeaderType:1, Reserved:3, NextEntry:60. */
    @Test
    void x64MayUseTwoWords() {
        assertThat(read("win2003-sp2-x64", 0xabcd_0007L, NEXT | 1))
                .isEqualTo(new SlistHeader(NEXT, 7));
    }
}
