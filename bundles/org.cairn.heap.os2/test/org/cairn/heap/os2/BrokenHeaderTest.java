package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.heap.Anomaly;
import org.cairn.memory.Progress;
import org.cairn.testkit.Os2Truth.Block;
import org.cairn.testkit.SyntheticOs2;
import org.cairn.testkit.SyntheticOs2.Release;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One field of a heap's header is wrong: that is reported, once, and no block is lost. */
class BrokenHeaderTest {
    /** The fields of VMKSH stand so many bytes before those of RETAIL kernels. */
    private static final int ALLSTRICT = 8;

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "krh_pbFirst, 08, 0",
        "krh_pbFirst, 08, fdf1f0c8",
        "krh_pbLast, 0c, 0",
        "krh_pbLast, 0c, fdf2eff8",
        "krh_pbEndRes, 10, fdf30000",
        "krh_pbEndRes, 10, fdf2e000",
        "krh_pbEndCom, 14, 0",
        "krh_pbEndCom, 14, fdf2e000",
        "krh_lpgBase, 18, 1",
        "krh_hob, b4, 5",
    })
    void ofAResidentHeap(String field, String offset, String value) throws Exception {
        for (Release release : Release.values()) {
            SyntheticOs2 machine = new SyntheticOs2(release);
            machine.put(SyntheticOs2.HEAP + number(offset), number(value));
            check(machine, field, SyntheticOs2.HEAP, true, machine.blocks());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ksh_pbEndRes, 18, fca68000",
        "ksh_pbEndCom, 1c, 0",
        "ksh_hob, 24, f0400005",
        "ksh_pbStart, 26, 0",
        "ksh_pbStart, 26, fca5f048",
    })
    void ofASwappableHeap(String field, String offset, String value) throws Exception {
        for (Release release : Release.values()) {
            SyntheticOs2 machine = new SyntheticOs2(release);
            int before = release == Release.WARP_4_ALLSTRICT ? ALLSTRICT : 0;
            machine.put(SyntheticOs2.SWAPPABLE + number(offset) - before, number(value));
            check(machine, field, SyntheticOs2.SWAPPABLE, false, machine.swappableBlocks());
        }
    }

    private void check(
            SyntheticOs2 machine, String field, long heap, boolean resident, List<Block> blocks)
            throws Exception {
        Path path = Files.write(folder.resolve("machine.bin"), machine.memory());
        try (DumpSource source = DumpSource.open(path)) {
            Kernel kernel =
                    Kernel.find(new RawMemoryReader().read(source, Progress.NONE)).orElseThrow();
            RecordingSink sink = resident ? kernel.resident() : kernel.swappable();
            assertThat(sink.rules()).containsExactly("os2.heap-header");
            Anomaly anomaly = sink.anomalies.get(0);
            assertThat(anomaly.address()).isEqualTo(heap);
            assertThat(anomaly.summary()).endsWith(": " + field);
            assertThat(sink.blocks.stream().map(RecordingSink.Block::address))
                    .containsAll(blocks.stream().map(Block::address).toList());
        }
    }

    private static long number(String hexadecimal) {
        return Long.parseLong(hexadecimal, 16);
    }
}
