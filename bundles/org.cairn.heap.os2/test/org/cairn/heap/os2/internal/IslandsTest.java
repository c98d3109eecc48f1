package org.cairn.heap.os2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.memory.Absence;
import org.cairn.memory.SparseMemory;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;

class IslandsTest {
    private final Islands islands = islands(0x1000, 0x2000, 0x3000, 0x3800, 0xff00, 0x10000);

    @Test
    void memoryThatAdjoinsIsOneIsland() {
        SparseMemory memory =
                SparseMemory.builder(Absence.UNMAPPED)
                        .bytes(0x1000, MemorySegment.ofArray(new byte[16]))
                        .bytes(0xfffff000L, MemorySegment.ofArray(new byte[0x800]))
                        .bytes(0xfffff800L, MemorySegment.ofArray(new byte[0x800]))
                        .bytes(0x1_0000_0000L, MemorySegment.ofArray(new byte[16]))
                        .build();
        assertThat(text(Islands.of(memory))).isEqualTo("fffff000-100000000");
    }

    @Test
    void islandsThatHoldAnAddress() {
        assertThat(islands.find(0xfff)).isEqualTo(-1);
        assertThat(islands.find(0x1000)).isZero();
        assertThat(islands.find(0x1fff)).isZero();
        assertThat(islands.find(0x2000)).isEqualTo(-1);
        assertThat(islands.find(0x3400)).isEqualTo(1);
        assertThat(islands.covers(0x1800, 0x800)).isTrue();
        assertThat(islands.covers(0x1800, 0x801)).isFalse();
        assertThat(islands.covers(0x2000, 1)).isFalse();
    }

    @Test
    void partsOfIslands() {
        assertThat(text(islands.between(0x1800, 0x3400))).isEqualTo("1800-2000 3000-3400");
        assertThat(text(islands.between(0x2000, 0x3000))).isEmpty();
        assertThat(text(islands.between(0, 0x20000))).isEqualTo(text(islands));
        assertThat(text(islands.without(islands(0x1800, 0x3400, 0xff80, 0xff90))))
                .isEqualTo("1000-1800 3400-3800 ff00-ff80 ff90-10000");
        assertThat(text(islands.without(islands(0, 0x20000)))).isEmpty();
        assertThat(text(islands.without(islands()))).isEqualTo(text(islands));
    }

    @Test
    void dwordsOfAWindowAreNumberedThrough() {
        Window window = new Window(islands(0x1001, 0x100b, 0x2000, 0x2002, 0x3000, 0x3008));
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.indexOf(0x1004)).isZero();
        assertThat(window.indexOf(0x1008)).isEqualTo(-1);
        assertThat(window.indexOf(0x2000)).isEqualTo(-1);
        assertThat(window.indexOf(0x3004)).isEqualTo(2);
        assertThat(window.indexFrom(0)).isZero();
        assertThat(window.indexFrom(0x1008)).isEqualTo(1);
        assertThat(window.indexFrom(0x4000)).isEqualTo(3);
    }

    private static Islands islands(long... edges) {
        Islands.Builder builder = new Islands.Builder();
        for (int i = 0; i < edges.length; i += 2) {
            builder.add(edges[i], edges[i + 1]);
        }
        return builder.build();
    }

    private static String text(Islands islands) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < islands.count(); i++) {
            text.append(i == 0 ? "" : " ")
                    .append("%x-%x".formatted(islands.start(i), islands.end(i)));
        }
        return text.toString();
    }
}
