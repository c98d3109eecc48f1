package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cairn.types.ShippedTypes;
import org.cairn.types.TypeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Each kind of damage shows where it was done, and only there. */
final class DamageTest {
    private final TypeTable types = new ShippedTypes().named("win10-22h2-19045-x64").orElseThrow();
    private final SyntheticProcess process = new SyntheticProcess(types, 0x7ff5_1234_5000L, 1, 99);
    private final NtHeapWriter heap = process.heap(0x1c9_785d_0000L, HeapOptions.GROWABLE);
    private final long first = heap.allocate(100) - 0x10;
    private final long second = heap.allocate(100) - 0x10;

    /** A wrong size with the right checksum breaks the chain, not the checksum. */
    @ParameterizedTest
    @CsvSource({
        "UnusedBytes, 9, false, ''",
        "Flags, 3, false, checksum",
        "Flags, 3, true, ''",
        "PreviousSize, 5, true, PreviousSize",
        "SmallTagIndex, 0, false, checksum",
        "SegmentOffset, 7, true, SegmentOffset"
    })
    void overwritesAFieldOfAnEncodedHeader(String field, long value, boolean sealed, String what) {
        heap.overwrite(second, field, value, sealed);
        List<String> problems = walk();
        assertThat(problems).hasSize(what.isEmpty() ? 0 : 1);
        assertThat(problems).allMatch(p -> p.startsWith(Long.toHexString(second) + ": " + what));
    }

    @Test
    void overwritesAPlainHeader() {
        TypeTable xp = new ShippedTypes().named("winxp-sp3-x86").orElseThrow();
        SyntheticProcess old = new SyntheticProcess(xp, 0x7ffd_f000, 1, 99);
        NtHeapWriter plain = old.heap(0x15_0000, HeapOptions.GROWABLE);
        long block = plain.allocate(40) - 8;
        plain.overwrite(block, "SegmentIndex", 3, true);
        assertThat(new PlainHeapWalk(new Peek(xp, old.space()), 0x15_0000).problems())
                .containsExactly("150680: SegmentIndex is 3, not 0");
        assertThat(block).isEqualTo(0x15_0680);
    }

    @Test
    void overwritesBytesAndFields() {
        process.corrupt(first, (byte) 1, (byte) 2);
        process.corrupt(heap.address(), "_HEAP", "TotalFreeSize", 7);
        Peek peek = new Peek(types, process.space());
        assertThat(peek.number(first, 2)).isEqualTo(0x201);
        assertThat(walk()).singleElement().asString().contains("TotalFreeSize is 7");
    }

    @Test
    void staysDamagedWhenAskedAgain() {
        heap.overwrite(second, "PreviousSize", 5, true);
        assertThat(walk()).hasSize(1);
        assertThat(walk()).hasSize(1);
    }

    @Test
    void leavesPagesOut() {
        long large = heap.allocate(0x3000);
        long page = (large & -0x1000L) + 0x1000;
        process.omit(page, 0x1000);
        Peek peek = new Peek(types, process.space());
        assertThat(peek.holds(page, 1)).isFalse();
        assertThat(peek.holds(page - 1, 1)).isTrue();
        assertThat(peek.holds(page + 0x1000, 1)).isTrue();
    }

    @Test
    void refusesMemoryThatIsNotThere() {
        assertThatThrownBy(() -> process.memory().write(heap.address() + 0x8_0000, (byte) 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> process.memory().reserve(heap.address(), 0x1000, "private", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> heap.free(first)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> walk() {
        return new EncodedHeapWalk(new Peek(types, process.space()), heap.address()).problems();
    }
}
