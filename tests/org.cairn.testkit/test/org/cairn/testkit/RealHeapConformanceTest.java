package org.cairn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.testkit.internal.HeapShape;
import org.cairn.types.ShippedTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The walk that judges what the testkit writes finds no fault with heaps that Windows wrote: those
 * of a 32-bit process on Windows 7 x64. So it asks for what Windows does and not for what the
 * writer does.
 */
final class RealHeapConformanceTest {
    private static final String DUMP = "real/win7sp1_wow64_hello_fullmemory_cut.mdmp";

    /** The last column is the number of blocks that lie between the first entry and the end. */
    @ParameterizedTest
    @CsvSource({
        "win7-sp1-x86, 0x760000, 49",
        "win7-sp1-x86, 0x9f0000, 15",
        "win7-sp1-x64, 0x10000, 3",
        "win7-sp1-x64, 0x20000, 3",
        "win7-sp1-x64, 0x580000, 30"
    })
    void findsNoFaultWithTheHeapsOfWindows7(
            String table, String heap, int blocks, @TempDir Path folder) throws IOException {
        Path file = Corpus.files().file(DUMP, folder);
        var types = new ShippedTypes().named(table).orElseThrow();
        RawMinidump dump = new RawMinidump(Files.readAllBytes(file));
        EncodedHeapWalk walk =
                new EncodedHeapWalk(new Peek(types, dump.memory()), Long.decode(heap));
        assertThat(walk.problems()).isEmpty();
        assertThat(walk.blocks()).hasSize(blocks);
    }

    /**
     * The rules for blocks outside of a heap's first segment, and for lengths: a heap of Windows 10
     * 1903 with eight segments, of which the dump holds fragments. The last column is what the
     * block's owner asked for, taken from its length.
     */
    @ParameterizedTest
    @CsvSource({
        "0x1c9785d0000, 0x1c9785d4830, 0, 0x18",
        "0x1c9785d0000, 0x1c9786cc7d0, 0, 0x968",
        "0x1c97a060000, 0x1c97a159b10, 0x10, 0x1000",
        "0x1c902d50000, 0x1c902e74fa0, 0x13, 0x3f0",
        "0x1c902d50000, 0x1c9034b5a00, 0x77, 0x5d400"
    })
    void sharesTheRulesOfWindows10(
            String segment, String block, String offset, String asked, @TempDir Path folder)
            throws IOException {
        Path file = Corpus.files().file("real/win10_18362_x64_crashes_on_my_machine.mdmp", folder);
        var types = new ShippedTypes().named("win10-1903-18362-x64").orElseThrow();
        Peek peek = new Peek(types, new RawMinidump(Files.readAllBytes(file)).memory());
        long heap = 0x1c9_785d_0000L;
        long at = Long.decode(block);
        long plain = peek.number(at + 8, 8) ^ peek.number(heap + 0x88, 8);
        assertThat(plain >>> 48 & 0xff).isEqualTo(Long.decode(offset));
        HeapShape shape = new HeapShape(types);
        int index = Long.decode(segment) == heap ? 0 : 1;
        assertThat(shape.segmentByte(index, Long.decode(segment), at))
                .isEqualTo(Math.toIntExact(Long.decode(offset)));
        long size = (plain & 0xffff) * 16 - (plain >>> 56);
        assertThat(size).isEqualTo(Long.decode(asked));
        assertThat(shape.units(size, false)).isEqualTo((int) (plain & 0xffff));
    }
}
