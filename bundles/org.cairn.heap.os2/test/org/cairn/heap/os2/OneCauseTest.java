package org.cairn.heap.os2;

import static org.assertj.core.api.Assertions.assertThat;

import org.cairn.dump.DumpSource;
import org.cairn.dump.machine.RawMemoryReader;
import org.cairn.memory.Progress;
import org.cairn.testkit.SyntheticOs2;
import org.cairn.testkit.SyntheticOs2.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One or two dwords of a machine's heaps are wrong: one anomaly tells it, where it is, though other
 * blocks contradict it, too.
 */
class OneCauseTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        // nodes of the free list in the heap's header
        "os2.free-link, fdf1f024, fdf1f028, 12345678",
        "os2.free-link, fdf1f024, fdf1f02c, 0",
        "os2.free-link, fdf1f024, fdf1f028, fdf1f380",
        // links of free blocks into the header, to no node and to one that is not used
        "os2.free-link, fdf299f0, fdf299f4, fdf1f000",
        "os2.free-link, fdf1f160, fdf1f164, fdf1f068",
        "os2.free-link, fdf1f160, fdf1f168, fdf1f008",
        // the first block says that a free one is before it
        "os2.prev-free, fdf1f0c4, fdf1f0c4, ffa68024",
        // free blocks that say that they are busy, or have no size; busy ones that say they are
        // free
        "os2.block-header, fdf1f160, fdf1f160, ffa40040",
        "os2.block-header, fdf1f160, fdf1f160, ffe90000",
        "os2.block-header, fdf1f0c4, fdf1f0c4, ffe90024",
        "os2.block-header, fdf1f1b0, fdf1f1b0, 800001d1",
        // descriptors of free space: no multiple of 8, too far by 8, the end of the chain
        "os2.free-descriptor, fcd00044, fcd0004c, fca5f7d3",
        "os2.free-descriptor, fca5f7d8, fcd0004c, fca5f7d8",
        "os2.free-descriptor, fcd00050, fcd00054, 0",
        "os2.free-descriptor, fca5f000, fca5f004, 0",
        // a swappable block that is too short; the second one has a selector
        "os2.block-size, fca5f040, fca5f040, 520000c8",
        "os2.block-size, fca5f3d8, fca5f3d8, 520001d0",
    })
    void isToldOnce(String rule, String where, String address, String value) throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        machine.put(number(address), number(value));
        assertThat(anomalies(machine)).containsExactly(rule + " " + where);
    }

    @Test
    void aDescriptorOfWhichPlaceAndLinkAreWrong() throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        machine.put(SyntheticOs2.DESCRIPTORS + 0x1c, 0x1234_5678);
        machine.put(SyntheticOs2.DESCRIPTORS + 0x20, 0x1234_5678);
        assertThat(anomalies(machine)).containsExactly("os2.free-descriptor fcd00038");
    }

    @Test
    void twoHeadersBetweenProvenBlocks() throws Exception {
        SyntheticOs2 machine = new SyntheticOs2(Release.WARP_3_RETAIL);
        machine.put(0xfdf1f738L, 0);
        machine.put(0xfdf1fdbcL, 0);
        assertThat(anomalies(machine))
                .containsExactly("os2.block-header fdf1f738", "os2.block-header fdf1fdbc");
    }

    private Stream<String> anomalies(SyntheticOs2 machine) throws Exception {
        Path path = Files.write(folder.resolve("machine.bin"), machine.memory());
        try (DumpSource source = DumpSource.open(path)) {
            Kernel kernel =
                    Kernel.find(new RawMemoryReader().read(source, Progress.NONE)).orElseThrow();
            RecordingSink resident = kernel.resident();
            RecordingSink swappable = kernel.swappable();
            return Stream.of(resident, swappable)
                    .flatMap(sink -> sink.anomalies.stream())
                    .map(each -> each.rule() + " " + Long.toHexString(each.address()));
        }
    }

    private static long number(String hexadecimal) {
        return Long.parseLong(hexadecimal, 16);
    }
}
