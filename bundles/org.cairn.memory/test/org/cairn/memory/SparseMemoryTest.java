package org.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class SparseMemoryTest {
    private static final long KERNEL = 0xffff_8000_0000_0000L;

    @Test
    void answersForEveryAddress() {
        SparseMemory memory =
                SparseMemory.builder(Absence.UNMAPPED)
                        .bytes(0x1000, bytes(0x10))
                        .bytes(KERNEL, bytes(0x20))
                        .absent(0x2000, 0x2fff, Absence.PAGED_OUT)
                        .build();

        assertThat(memory.runAt(0)).isEqualTo(new Run.Absent(0, 0xfff, Absence.UNMAPPED));
        assertThat(memory.runAt(0x100f)).isInstanceOf(Run.Mapped.class);
        assertThat(memory.runAt(0x1010))
                .isEqualTo(new Run.Absent(0x1010, 0x1fff, Absence.UNMAPPED));
        assertThat(memory.runAt(0x2fff))
                .isEqualTo(new Run.Absent(0x2000, 0x2fff, Absence.PAGED_OUT));
        assertThat(memory.runAt(0x7fff_ffff_ffffL))
                .isEqualTo(new Run.Absent(0x3000, KERNEL - 1, Absence.UNMAPPED));
        assertThat(memory.runAt(KERNEL + 0x1f)).isInstanceOf(Run.Mapped.class);
        assertThat(memory.runAt(-1)).isEqualTo(new Run.Absent(KERNEL + 0x20, -1, Absence.UNMAPPED));
    }

    @Test
    void reachesTheLastAddress() {
        SparseMemory memory = SparseMemory.builder(Absence.UNMAPPED).bytes(-8, bytes(0x20)).build();

        Run run = memory.runAt(-1);
        assertThat(run.start()).isEqualTo(-8);
        assertThat(run.last()).isEqualTo(-1);
        assertThat(memory.mapped(0, -1L)).containsExactly((Run.Mapped) run);
        assertThat(memory.read(-4, MemorySegment.ofArray(new byte[16]))).isEqualTo(4);
    }

    @Test
    void joinsPartsThatAdjoinInMemoryAndFile() {
        MemorySegment file = bytes(0x40);
        SparseMemory memory =
                SparseMemory.builder(Absence.UNMAPPED)
                        .bytes(0x1000, file, 0, 0x10)
                        .bytes(0x1010, file, 0x10, 0x10)
                        .bytes(0x1020, file, 0x30, 0x10)
                        .build();

        assertThat(memory.runs()).extracting(Run::start).containsExactly(0x1000L, 0x1020L);
    }

    @Test
    void saysWhereTheFileEndsBeforeTheMemory() {
        SparseMemory.Builder builder = SparseMemory.builder(Absence.NOT_CAPTURED);
        assertThat(builder.promised(0x1000, bytes(0x40), 0x30, 0x100)).isEqualTo(0x10);
        assertThat(builder.promised(0x2000, bytes(0x40), 0x40, 0x100)).isZero();
        assertThat(builder.promised(0x3000, bytes(0x40), -1L, 0x100)).isZero();
        assertThat(builder.promised(0x4000, bytes(0x40), 0, 0)).isZero();
        assertThat(builder.promised(0x5000, bytes(0x40), 0, 0x40)).isEqualTo(0x40);
        assertThat(builder.promised(-0x20L, bytes(0x40), 0, 0x40)).isEqualTo(0x20);
        assertThat(builder.promised(-0x80L, bytes(0x40), 0, -1L)).isEqualTo(0x40);
        SparseMemory memory = builder.build();

        assertThat(memory.runAt(0x100f)).isInstanceOf(Run.Mapped.class);
        assertThat(memory.runAt(0x1010))
                .isEqualTo(new Run.Absent(0x1010, 0x10ff, Absence.TRUNCATED));
        assertThat(memory.runAt(0x2000))
                .isEqualTo(new Run.Absent(0x2000, 0x20ff, Absence.TRUNCATED));
        assertThat(memory.runAt(0x3000))
                .isEqualTo(new Run.Absent(0x3000, 0x30ff, Absence.TRUNCATED));
        assertThat(memory.runAt(0x4000))
                .isEqualTo(new Run.Absent(0x3100, 0x4fff, Absence.NOT_CAPTURED));
        assertThat(memory.runAt(0x503f).last()).isEqualTo(0x503f);
        assertThat(memory.runAt(-1L).start()).isEqualTo(-0x20L);
        assertThat(memory.runAt(-0x40L))
                .isEqualTo(new Run.Absent(-0x40L, -0x21L, Absence.TRUNCATED));
    }

    @Test
    void lastsPastOverlaps() {
        SparseMemory memory =
                SparseMemory.builder(Absence.UNMAPPED)
                        .bytes(0x1008, filled(8, 1))
                        .bytes(0x1000, filled(0x20, 2))
                        .absent(0x1000, 0x10ff, Absence.TRUNCATED)
                        .build();

        MemoryCursor cursor = memory.cursor();
        assertThat(cursor.seek(0x1000, 0x20)).isTrue();
        assertThat(cursor.u8(7)).isEqualTo(2);
        assertThat(cursor.u8(8)).isEqualTo(1);
        assertThat(cursor.u8(0x10)).isEqualTo(2);
        assertThat(memory.runAt(0x1020))
                .isEqualTo(new Run.Absent(0x1020, 0x10ff, Absence.TRUNCATED));
    }

    @Test
    void agreesWithAMapOfBytes() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            SparseMemory.Builder builder = SparseMemory.builder(Absence.UNMAPPED);
            List<Integer> expected = new ArrayList<>(Collections.nCopies(256, -1));
            for (int piece = 0; piece < random.nextInt(12); piece++) {
                int start = random.nextInt(250);
                int length = 1 + random.nextInt(Math.min(60, 256 - start));
                builder.bytes(start, filled(length, piece));
                for (int i = start; i < start + length; i++) {
                    expected.set(i, expected.get(i) < 0 ? piece : expected.get(i));
                }
            }
            MemoryCursor cursor = builder.build().cursor();
            for (int i = 0; i < 256; i++) {
                assertThat(cursor.seek(i, 1) ? cursor.u8(0) : -1).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void cursorPutsStructuresTogetherAcrossRuns() {
        SparseMemory memory =
                SparseMemory.builder(Absence.NOT_CAPTURED)
                        .bytes(0x1000, MemorySegment.ofArray(new byte[] {1, 2, 3, 4}))
                        .bytes(0x1004, MemorySegment.ofArray(new byte[] {5, 6, 7, 8}))
                        .build();
        MemoryCursor cursor = memory.cursor();

        assertThat(cursor.seek(0x1000, 8)).isTrue();
        assertThat(cursor.u64(0)).isEqualTo(0x0807_0605_0403_0201L);
        assertThat(cursor.seek(0x1002, 4)).isTrue();
        assertThat(cursor.u32(0)).isEqualTo(0x0605_0403L);
        assertThat(cursor.seek(0x1006, 4)).isFalse();
        assertThat(cursor.absence()).isEqualTo(Absence.NOT_CAPTURED);
        assertThat(cursor.absentAt()).isEqualTo(0x1008);
        assertThat(cursor.seek(0x1007, 1)).isTrue();
        assertThat(cursor.u8(0)).isEqualTo(8);
    }

    @Test
    void cursorRefusesWrongCalls() {
        MemoryCursor cursor = SparseMemory.builder(Absence.UNMAPPED).build().cursor();

        assertThatThrownBy(() -> cursor.seek(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(cursor.seek(0, 1)).isFalse();
    }

    private static MemorySegment bytes(int count) {
        return MemorySegment.ofArray(new byte[count]);
    }

    private static MemorySegment filled(int count, int value) {
        return bytes(count).fill((byte) value);
    }
}
